// args: -DPy_LIMITED_API=0x03090000
// requires: python3.13
// modes: gil
#include <Python.h>

// The new function is not in that limited API.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the strong twin is newer than the oldest Python to support
  Py_XINCREF(item);
  return item;
}
