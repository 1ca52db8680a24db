// also: c++
#include <Python.h>

// The INCREF is a part of something that stays.
PyObject *comma(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  PyObject *result = item ? (Py_INCREF(item), item) : NULL;
  Py_XDECREF(item_kept);
  return result;
}

PyObject *with_else(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  if (item != NULL)
    Py_INCREF(item);
  else
    PyErr_SetString(PyExc_IndexError, "empty");
  Py_XDECREF(item_kept);
  return item;
}

int another_condition(PyObject *list, int wanted) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  if (wanted)
    Py_XINCREF(item);
  int result = item != NULL;
  Py_XDECREF(item_kept);
  return result;
}

// The call is a part of the condition: there is no place for another variable.
int in_condition(PyObject *list, int wanted) {
  PyObject *item;
  if ((item = PyList_GetItem(list, 0)) != NULL) // warn: borrowed from 'list' // no fix: the INCREF is part of a larger statement
    return wanted ? (Py_INCREF(item), 1) : 0;
  return -1;
}
