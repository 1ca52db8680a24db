// also: c++
#include <Python.h>

// The result gets a variable.
PyObject *argument(PyObject *list) {
  return PyNumber_Long(PyList_GetItem(list, 0)); // warn: borrowed from 'list'
}

int discarded(PyObject *list) {
  PyObject_Print(PyList_GetItem(list, 0), stdout, 0); // warn: borrowed from 'list'
  return 0;
}

int initialiser(PyObject *dict, PyObject *key) {
  int truth = PyObject_IsTrue(PyDict_GetItemWithError(dict, key)); // warn: borrowed from 'dict'
  return truth;
}
