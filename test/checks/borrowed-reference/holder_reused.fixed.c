// also: c++
#include <Python.h>

// One variable, several lookups, one after the other.
int one_by_one(PyObject *dict) {
  PyObject *value;
  int a, b;
  if (PyDict_GetItemStringRef(dict, "a", &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  a = PyObject_IsTrue(value);
  Py_DECREF(value);
  if (PyDict_GetItemStringRef(dict, "b", &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  b = PyObject_IsTrue(value);
  Py_DECREF(value);
  return a && b;
}

// The next lookup when the first found nothing.
PyObject *fallback(PyObject *dict, PyObject *other, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL && !PyErr_Occurred())
    PyDict_GetItemRef(other, key, &value); // warn: borrowed from 'other'
  if (value == NULL)
    return NULL;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result;
}

// One of two lookups.
PyObject *either(PyObject *dict, PyObject *list, int which) {
  PyObject *value;
  if (which)
    value = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  else
    PyDict_GetItemRef(dict, Py_None, &value); // warn: borrowed from 'dict'
  return value;
}

// First borrowed, then its own.
PyObject *then_own(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  if (PyObject_IsTrue(value) < 0) {
    Py_DECREF(value);
    return NULL;
  }
  Py_DECREF(value);
  value = PyNumber_Long(key);
  return value;
}
