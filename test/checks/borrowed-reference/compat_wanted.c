// compat: path
// options: MinPython=3.9 Compat=pythoncapi_compat
// also: c++
// The project has the header in its include path, and says so.

#include "Python.h"

PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: includes pythoncapi_compat.h
  Py_XINCREF(item);
  return item;
}

// Needs no header.
PyObject *contents(PyObject *cell) {
  PyObject *value = PyCell_GET(cell); // warn: borrowed from 'cell'
  Py_XINCREF(value);
  return value;
}
