// also: c++
#include <Python.h>

// What one round looks up the next one uses.
int previous(PyObject *list) {
  PyObject *previous = NULL;
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    if (previous != NULL && PyObject_IsTrue(previous) < 0)
      return -1;
    previous = PyList_GetItem(list, i); // warn: borrowed from 'list' // review: the object in 'previous' lives until the function returns
  }
  return 0;
}

// Or what comes after the loop.
PyObject *last(PyObject *list) {
  PyObject *item = NULL;
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    item = PyList_GetItem(list, i); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
    if (item == NULL)
      return NULL;
  }
  return item ? PyObject_Str(item) : PyUnicode_FromString("");
}

// A loop of gotos.
int jumped(PyObject *list) {
  Py_ssize_t i = 0;
  PyObject *item = NULL;
again:
  if (item != NULL && PyObject_IsTrue(item) < 0)
    return -1;
  item = PyList_GetItem(list, i++); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  if (item != NULL)
    goto again;
  return 0;
}
