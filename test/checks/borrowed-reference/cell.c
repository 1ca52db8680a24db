// also: c++
#include <Python.h>

PyObject *contents(PyObject *cell) {
  PyObject *value = PyCell_GET(cell); // warn: 'PyCell_GET' returns a reference borrowed from 'cell' that another thread may free before its last use; use 'PyCell_Get'
  if (value == NULL)
    return PyErr_Format(PyExc_ValueError, "cell is empty");
  Py_INCREF(value); // note: used here while still borrowed
  return value;
}

int is_empty(PyObject *cell) { return PyCell_GET(cell) == NULL; }

PyObject *strong(PyObject *cell) { return PyCell_Get(cell); }
