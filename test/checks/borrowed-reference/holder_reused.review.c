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
  PyObject *value_kept = NULL;
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict' // review: the object in 'value' lives until the function returns
  value_kept = value;
  if (value == NULL && !PyErr_Occurred())
    value = PyDict_GetItemWithError(other, key); // warn: borrowed from 'other' // no fix: the variable may hold a value from elsewhere
  if (value == NULL) {
    Py_XDECREF(value_kept);
    return NULL;
  }
  PyObject *result = PyObject_Str(value);
  Py_XDECREF(value_kept);
  return result;
}

// One of two lookups.
PyObject *either(PyObject *dict, PyObject *list, int which) {
  PyObject *value;
  if (which)
    value = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: on some paths the value is already owned
  else
    value = PyDict_GetItemWithError(dict, Py_None); // warn: borrowed from 'dict' // no fix: on some paths the value is already owned
  Py_XINCREF(value);
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
