// compat: path
// options: MinPython=3.9 Compat=pythoncapi_compat
// also: c++
// The project has the header in its include path, and says so.

#include "Python.h"
#include "pythoncapi_compat.h"

PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: includes pythoncapi_compat.h
  return item;
}

// Needs no header.
PyObject *contents(PyObject *cell) {
  PyObject *value = PyCell_Get(cell); // warn: borrowed from 'cell'
  return value;
}
