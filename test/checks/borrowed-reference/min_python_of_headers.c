// requires: python3.12
#include <Python.h>

// Without the option the headers say what is there.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the strong twin is newer than the oldest Python to support ('PyList_GetItemRef' needs Python 3.13
  Py_XINCREF(item);
  return item;
}
