#include <Python.h>

typedef int (*function)(void);
enum color { RED, BLUE };

// The variable for the result has the type of the function.
int (*pointer(PyObject *list, int (*otherwise)(void)))(void) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: not every exit can be given its release
  if (item == NULL)
    return NULL;
  return PyObject_IsTrue(item) ? otherwise : NULL;
}

function by_typedef(PyObject *list, function otherwise) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: not every exit can be given its release
  if (item == NULL)
    return NULL;
  return PyObject_IsTrue(item) ? otherwise : NULL;
}

const char *const *to_constant(PyObject *list, const char *const *names) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  const char *const *result = names + PyObject_IsTrue(item);
  Py_DECREF(item);
  return result;
}

enum color enumerated(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return RED;
  enum color result = PyObject_IsTrue(item) ? RED : BLUE;
  Py_DECREF(item);
  return result;
}

// The name is taken, here and at file level.
static int result3;
int taken(PyObject *list) {
  int result = 0, result2 = 1;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  int result4 = result + result2 + result3 + PyObject_IsTrue(item);
  Py_DECREF(item);
  return result4;
}
