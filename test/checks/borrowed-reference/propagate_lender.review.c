// options: ErrorPolicy=propagate
// also: c++
#include <Python.h>

// NULL of a function that lends means "not there": no exception may be set.
static PyObject *find(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict' // review: 'find' returns a new reference
  if (value == NULL)
    return NULL;
  return value;
}

long optional(PyObject *dict, PyObject *key) {
  PyObject *value = find(dict, key); // warn: 'find' returns a reference borrowed // review: 'find' returns a new reference
  if (value == NULL)
    return 0;
  long result = PyObject_Size(value);
  Py_DECREF(value);
  return result;
}
