// also: c++
#include <Python.h>

// Two names for one reference, and the INCREF is for the second.
PyObject *alias(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  PyObject *result = item;
  Py_XINCREF(result);
  Py_XDECREF(item_kept);
  return result;
}

PyObject *best(PyObject *list, PyObject *other) {
  PyObject *best = NULL;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  if (item != NULL && PyObject_RichCompareBool(item, other, Py_GT) > 0)
    best = item;
  if (best == NULL) {
    Py_XDECREF(item_kept);
    return NULL;
  }
  Py_INCREF(best);
  Py_XDECREF(item_kept);
  return best;
}

// The call is a part of the condition: there is no place for another variable.
PyObject *in_condition(PyObject *list) {
  PyObject *item, *result = NULL;
  if ((item = PyList_GetItem(list, 0)) != NULL) { // warn: borrowed from 'list' // no fix: several variables hold the value
    result = item;
    Py_INCREF(result);
  }
  return result;
}
