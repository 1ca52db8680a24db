// also: c++
#include <Python.h>

// What one round looks up the next one uses.
int previous(PyObject *list) {
  PyObject *previous_kept = NULL;
  PyObject *previous = NULL;
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    if (previous != NULL && PyObject_IsTrue(previous) < 0) {
      Py_XDECREF(previous_kept);
      return -1;
    }
    Py_CLEAR(previous_kept);
    previous = PyList_GetItemRef(list, i); // warn: borrowed from 'list' // review: the object in 'previous' lives until the function returns
    previous_kept = previous;
  }
  Py_XDECREF(previous_kept);
  return 0;
}

// Or what comes after the loop.
PyObject *last(PyObject *list) {
  PyObject *item_kept = NULL;
  PyObject *item = NULL;
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    Py_CLEAR(item_kept);
    item = PyList_GetItemRef(list, i); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
    item_kept = item;
    if (item == NULL)
      return NULL;
  }
  PyObject *result = item ? PyObject_Str(item) : PyUnicode_FromString("");
  Py_XDECREF(item_kept);
  return result;
}

// A loop of gotos.
int jumped(PyObject *list) {
  PyObject *item_kept = NULL;
  Py_ssize_t i = 0;
  PyObject *item = NULL;
again:
  if (item != NULL && PyObject_IsTrue(item) < 0) {
    Py_XDECREF(item_kept);
    return -1;
  }
  Py_CLEAR(item_kept);
  item = PyList_GetItemRef(list, i++); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  item_kept = item;
  if (item != NULL)
    goto again;
  return 0;
}
