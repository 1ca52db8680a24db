// also: c++
#include <Python.h>

// One variable, several lookups, one after the other.
int one_by_one(PyObject *dict) {
  PyObject *value;
  int a, b;
  value = PyDict_GetItemString(dict, "a"); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  a = PyObject_IsTrue(value);
  value = PyDict_GetItemString(dict, "b"); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  b = PyObject_IsTrue(value);
  return a && b;
}

// The next lookup when the first found nothing.
PyObject *fallback(PyObject *dict, PyObject *other, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL && !PyErr_Occurred())
    value = PyDict_GetItemWithError(other, key); // warn: borrowed from 'other'
  if (value == NULL)
    return NULL;
  return PyObject_Str(value);
}

// One of two lookups.
PyObject *either(PyObject *dict, PyObject *list, int which) {
  PyObject *value;
  if (which)
    value = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  else
    value = PyDict_GetItemWithError(dict, Py_None); // warn: borrowed from 'dict'
  Py_XINCREF(value);
  return value;
}

// First borrowed, then its own.
PyObject *then_own(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  if (PyObject_IsTrue(value) < 0)
    return NULL;
  value = PyNumber_Long(key);
  return value;
}
