// also: c++
#include <Python.h>
#include "no_fix_in_header.h"

PyObject *first(PyObject *list) { return first_of(list); }

PyObject *second(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 1); // warn: borrowed from 'list'
  Py_XINCREF(item);
  return item;
}
