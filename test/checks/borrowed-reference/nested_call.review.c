// also: c++
#include <Python.h>

// The result gets a variable.
PyObject *argument(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0);
  if (item == NULL) {
    return NULL;
  }
  PyObject *result = PyNumber_Long(item);
  Py_DECREF(item);
  return result; // warn: borrowed from 'list'
}

int discarded(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0);
  PyObject_Print(item, stdout, 0); // warn: borrowed from 'list'
  Py_XDECREF(item);
  return 0;
}

int initialiser(PyObject *dict, PyObject *key) {
  PyObject *item;
  PyDict_GetItemRef(dict, key, &item);
  int truth = PyObject_IsTrue(item); // warn: borrowed from 'dict'
  Py_XDECREF(item);
  return truth;
}
