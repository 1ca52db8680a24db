// also: c++
#include <Python.h>

PyObject *contents(PyObject *cell) {
  PyObject *value = PyCell_GET(cell); // warn: 'PyCell_GET' returns a reference borrowed from 'cell'
  if (value == NULL)
    return PyErr_Format(PyExc_ValueError, "cell is empty");
  Py_INCREF(value);
  return value;
}

int is_empty(PyObject *cell) { return PyCell_GET(cell) == NULL; }

PyObject *strong(PyObject *cell) { return PyCell_Get(cell); }
