// also: c++
#include <Python.h>

// A function of the file that returns what it borrowed is itself such a call.
static PyObject *lookup(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: 'PyDict_GetItemWithError' // review: 'lookup' returns a new reference
  return value;
}

PyObject *use(PyObject *dict, PyObject *key) {
  PyObject *value = lookup(dict, key); // warn: 'lookup' returns a reference borrowed from 'dict' that another thread may free before its last use // review: 'lookup' returns a new reference
  if (value == NULL)
    return NULL;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result; // note: used here while still borrowed
}

// Only compared, here as well.
int has(PyObject *dict, PyObject *key) { PyObject *item = lookup(dict, key);
int result = item != NULL;
Py_XDECREF(item);
return result; }
