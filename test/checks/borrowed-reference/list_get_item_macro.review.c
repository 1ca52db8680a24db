// also: c++
#include <Python.h>

// Without the check of PyList_GetItem, so the new call brings an error path.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: 'PyList_GET_ITEM' returns a reference borrowed from 'list' // review: leaves the function when
  if (item == NULL) {
    return NULL;
  }
  return item;
}

// The way out that the function has: -1, or what its other errors do.
int truth(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: leaves the function when
  if (item == NULL) {
    return -1;
  }
  if (PyUnicode_Check(item)) {
    PyErr_SetString(PyExc_TypeError, "no text");
    Py_DECREF(item);
    return -1;
  }
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  return result;
}

PyObject *nested(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0);
  if (item == NULL) {
    return NULL;
  }
  PyObject *result = PyObject_Str(item);
  Py_DECREF(item);
  return result; // warn: borrowed from 'list' // review: leaves the function when
}
