#include <Python.h>

// The new call writes through a 'PyObject **'.
Py_ssize_t list(PyObject *dict, PyObject *key) {
  PyListObject *list;
  PyDict_GetItemRef(dict, key, (PyObject **)&list); // warn: borrowed from 'dict' // review: 'list' is filled as a 'PyObject *'
  if (list == NULL)
    return -1;
  Py_ssize_t result = PyList_GET_SIZE(list);
  Py_DECREF(list);
  return result;
}

PyObject *untyped(PyObject *dict, PyObject *key) {
  void *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: the variable is not a 'PyObject *'
  Py_XINCREF(value);
  return (PyObject *)value;
}

PyObject *constant(PyObject *dict, PyObject *key) {
  PyObject *const value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: the variable is not a 'PyObject *'
  Py_XINCREF(value);
  return value;
}
