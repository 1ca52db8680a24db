// also: c++
#include <Python.h>

// Whoever calls it gets a reference without an owner.
PyObject *first(PyObject *list) {
  return PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the function returns the reference as borrowed: its callers must change too
}

PyObject *value_of(PyObject *dict, PyObject *key) {
  return PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: the function returns the reference as borrowed: its callers must change too
}
