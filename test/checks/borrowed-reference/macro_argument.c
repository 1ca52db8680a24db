// also: c++
#include <Python.h>

#define IDENTITY(x) x

// Written out by the author, as an argument of a macro.
PyObject *identity(PyObject *list) {
  PyObject *item = IDENTITY(PyList_GetItem(list, 0)); // warn: 'PyList_GetItem'
  Py_XINCREF(item);
  return item;
}

// The arguments of the call may come from macros.
#define KEY "key"
#define DICT self_dict
PyObject *key(PyObject *self_dict) {
  PyObject *value = PyDict_GetItemString(DICT, KEY); // warn: borrowed from 'DICT'
  Py_XINCREF(value);
  return value;
}
