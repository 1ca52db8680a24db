// also: c++
#include <Python.h>

// The race is between the two lines.
PyObject *in_one_line(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); Py_XINCREF(item); return item; // warn: borrowed from 'list'
}

PyObject *next_line(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  Py_XINCREF(item);
  return item;
}

PyObject *new_ref(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  return Py_XNewRef(item);
}

PyObject *nested(PyObject *list) {
  return Py_XNewRef(PyList_GetItem(list, 0)); // warn: borrowed from 'list'
}
