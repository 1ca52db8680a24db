// compat: beside
// options: MinPython=3.9
// also: c++
#include <Python.h>
#include "pythoncapi_compat.h"
#include <string.h>

// The header lies beside this file: the include is part of the fix.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: includes pythoncapi_compat.h
  return item;
}

int truth(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict' // review: includes pythoncapi_compat.h
  if (value == NULL)
    return 0;
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}
