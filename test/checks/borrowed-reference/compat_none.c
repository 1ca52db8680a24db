// compat: beside
// options: MinPython=3.9 Compat=none
// also: c++
#include <Python.h>

// Beside the file, but not wanted.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the strong twin is newer than the oldest Python to support
  Py_XINCREF(item);
  return item;
}
