// also: c++
#include <Python.h>

static PyObject *global;

PyObject *in_a_global(PyObject *iterable) {
  PyObject *list = global = PySequence_List(iterable);
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  Py_XINCREF(item);
  return item;
}
