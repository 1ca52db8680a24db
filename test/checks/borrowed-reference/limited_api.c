// args: -DPy_LIMITED_API=0x030D0000
// requires: python3.13
// modes: gil
#include <Python.h>

// In the limited API since 3.13.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  Py_XINCREF(item);
  return item;
}
