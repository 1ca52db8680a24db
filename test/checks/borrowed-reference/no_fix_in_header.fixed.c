// also: c++
#include <Python.h>
#include "no_fix_in_header.h"

PyObject *first(PyObject *list) { return first_of(list); }

PyObject *second(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 1); // warn: borrowed from 'list'
  return item;
}
