// options: MinPython=3.9
// also: c++
#include <Python.h>

// Nothing beside this file gives the new functions to Python 3.9.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the strong twin is newer than the oldest Python to support
  Py_XINCREF(item);
  return item;
}

// This one was always there.
PyObject *contents(PyObject *cell) {
  PyObject *value = PyCell_GET(cell); // warn: borrowed from 'cell'
  Py_XINCREF(value);
  return value;
}
