// also: c++
#include <Python.h>

PyObject *text_of(PyObject *list, Py_ssize_t i) {
  PyObject *item = PyList_GetItem(list, i); // warn: 'PyList_GetItem' returns a reference borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *text = PyObject_Str(item); // note: used here while still borrowed
  return text;
}

double sum(PyObject *list) {
  double total = 0;
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    PyObject *item = PyList_GetItem(list, i); // warn: borrowed from 'list'
    if (item == NULL)
      return -1;
    total += PyFloat_AsDouble(item);
  }
  return total;
}

PyObject *last(PyObject *list) {
  PyObject *item = PyList_GetItem(list, PyList_Size(list) - 1); // warn: borrowed from 'list'
  if (item != NULL)
    Py_INCREF(item);
  return item;
}
