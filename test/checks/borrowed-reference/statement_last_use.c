// also: c++
#include <Python.h>

// The last use is in a statement with several ends.
int logical(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  (void)(item && PyObject_Print(item, stdout, 0));
  return 0;
}

int if_and_else(PyObject *list, int kind) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  int result = 0;
  if (item == NULL) {
    result = -1;
  } else if (kind) {
    result = PyObject_IsTrue(item);
  } else {
    result = PyObject_Not(item);
  }
  return result;
}

void in_an_empty_function(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item)
    PyObject_Print(item, stdout, 0);
}

int label_follows(PyObject *list, int again) {
retry:
  if (again < 0)
    return -1;
  PyObject *item = PyList_GetItem(list, again); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyObject_IsTrue(item) == 0) {
    again--;
    goto retry;
  }
  return again;
}
