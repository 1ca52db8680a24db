// also: c++
#include <Python.h>

// The race is between the two lines.
PyObject *in_one_line(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); return item; // warn: borrowed from 'list'
}

PyObject *next_line(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

PyObject *new_ref(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

PyObject *nested(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0);
  if (item == NULL) {
    return NULL;
  }
  PyObject *result = Py_XNewRef(item);
  Py_DECREF(item);
  return result; // warn: borrowed from 'list'
}
