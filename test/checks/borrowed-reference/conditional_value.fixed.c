// also: c++
#include <Python.h>

// Looked up where there is something to look in, else NULL.
int initialised(PyObject *dict, PyObject *key) {
  PyObject *value = NULL;
  if (dict && PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    return 0;
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}

PyObject *assigned(PyObject *dict, PyObject *key, int a, int b) {
  PyObject *value;
  value = NULL;
  if (a || b) {
    PyDict_GetItemRef(dict, key, &value);
  } // warn: borrowed from 'dict'
  return value;
}

int the_other_way(PyObject *dict, const char *name) {
  PyObject *value = NULL;
  if (!(name == NULL) && PyDict_GetItemStringRef(dict, name, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  int result = value != NULL && PyObject_IsTrue(value);
  Py_XDECREF(value);
  return result;
}

int negated(PyObject *dict, PyObject *key) {
  PyObject *value = NULL;
  if (dict && PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  int result = value != NULL && PyObject_IsTrue(value);
  Py_XDECREF(value);
  return result;
}

// The other value is no NULL.
int or_default(PyObject *dict, PyObject *key, PyObject *otherwise) {
  PyObject *value = dict ? PyDict_GetItem(dict, key) : otherwise; // warn: borrowed from 'dict' // no fix: the call is nested
  return value != NULL && PyObject_IsTrue(value);
}

// The variable is asked before it is set.
int itself(PyObject *dict, PyObject *value) {
  value = value ? PyDict_GetItem(dict, value) : NULL; // warn: borrowed from 'dict' // no fix: the call is nested
  return value != NULL && PyObject_IsTrue(value);
}

// There is no room for a second statement.
int unbraced(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value = NULL;
  if (wanted)
    value = dict ? PyDict_GetItem(dict, key) : NULL; // warn: borrowed from 'dict' // no fix: the call is nested
  return value != NULL && PyObject_IsTrue(value);
}
