// also: c++
#include <Python.h>
#include "header.h"

PyObject *first(PyObject *list) { return header_first(list); }

PyObject *by_macro(PyObject *list) {
  PyObject *item = HEADER_FIRST(list); // warn: 'PyList_GetItem' // no fix: the call is hidden in a macro
  Py_XINCREF(item);
  return item;
}
