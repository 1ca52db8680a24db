// also: c++
#include <Python.h>

// Looked up where there is something to look in, else NULL.
int initialised(PyObject *dict, PyObject *key) {
  PyObject *value = dict ? PyDict_GetItem(dict, key) : NULL; // warn: borrowed from 'dict'
  if (value == NULL)
    return 0;
  return PyObject_IsTrue(value);
}

PyObject *assigned(PyObject *dict, PyObject *key, int a, int b) {
  PyObject *value;
  value = a || b ? PyDict_GetItemWithError(dict, key) : NULL; // warn: borrowed from 'dict'
  Py_XINCREF(value);
  return value;
}

int the_other_way(PyObject *dict, const char *name) {
  PyObject *value = (name == NULL) ? NULL : PyDict_GetItemString(dict, name); // warn: borrowed from 'dict'
  return value != NULL && PyObject_IsTrue(value);
}

int negated(PyObject *dict, PyObject *key) {
  PyObject *value = !dict ? NULL : PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  return value != NULL && PyObject_IsTrue(value);
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
