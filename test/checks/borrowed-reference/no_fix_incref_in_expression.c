// also: c++
#include <Python.h>

// The INCREF is a part of something that stays.
PyObject *comma(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the INCREF is part of a larger statement
  return item ? (Py_INCREF(item), item) : NULL;
}

PyObject *with_else(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the INCREF is part of a larger statement
  if (item != NULL)
    Py_INCREF(item);
  else
    PyErr_SetString(PyExc_IndexError, "empty");
  return item;
}

int another_condition(PyObject *list, int wanted) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the INCREF is part of a larger statement
  if (wanted)
    Py_XINCREF(item);
  return item != NULL;
}
