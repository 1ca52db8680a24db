// compat: beside
// options: MinPython=3.9
// also: c++
#include <Python.h>
#include <string.h>

// The header lies beside this file: the include is part of the fix.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: includes pythoncapi_compat.h
  Py_XINCREF(item);
  return item;
}

int truth(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // review: includes pythoncapi_compat.h
  if (value == NULL)
    return 0;
  return PyObject_IsTrue(value);
}
