// compat: beside
// options: MinPython=3.9
// also: c++
#include "compat_python_in_a_header.h"

// Python.h comes from another header: here is no place for the include.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the strong twin is newer than the oldest Python to support
  Py_XINCREF(item);
  return item;
}
