// also: c++
#include <Python.h>

// A default that nobody owns here: the new reference would be mixed with it.
PyObject *or_default(PyObject *dict, PyObject *key, PyObject *otherwise) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict' // review: another variable holds the object in 'value' until its last use
  PyObject *value_kept = value;
  if (value == NULL)
    value = otherwise;
  PyObject *result = PyObject_Str(value);
  Py_XDECREF(value_kept);
  return result;
}

PyObject *or_none(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict' // review: another variable holds the object in 'value' until its last use
  PyObject *value_kept = value;
  if (value == NULL)
    value = Py_None;
  Py_INCREF(value);
  Py_XDECREF(value_kept);
  return value;
}

PyObject *or_new(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict' // review: another variable holds the object in 'value' until its last use
  PyObject *value_kept = value;
  if (value == NULL)
    value = PyDict_New();
  PyObject *result = PyObject_Str(value);
  Py_XDECREF(value_kept);
  return result;
}

// Looked up in what was looked up.
PyObject *walk(PyObject *dict, PyObject *path) {
  PyObject *at = dict;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(path); i++) {
    at = PyDict_GetItemWithError(at, PyTuple_GET_ITEM(path, i)); // warn: borrowed from 'at' // no fix: the value is used in a later round of the loop
    if (at == NULL)
      return NULL;
  }
  Py_INCREF(at);
  return at;
}
