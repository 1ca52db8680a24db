// also: c++
#include <Python.h>

// Without the check of PyList_GetItem, so the new call brings an error path.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: 'PyList_GET_ITEM' returns a reference borrowed from 'list' // review: leaves the function when
  Py_INCREF(item);
  return item;
}

// The way out that the function has: -1, or what its other errors do.
int truth(PyObject *list) {
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // review: leaves the function when
  if (PyUnicode_Check(item)) {
    PyErr_SetString(PyExc_TypeError, "no text");
    return -1;
  }
  return PyObject_IsTrue(item);
}

PyObject *nested(PyObject *list) {
  return PyObject_Str(PyList_GET_ITEM(list, 0)); // warn: borrowed from 'list' // review: leaves the function when
}
