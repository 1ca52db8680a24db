// also: c++
#include <Python.h>

#define IDENTITY(x) x

// Written out by the author, as an argument of a macro.
PyObject *identity(PyObject *list) {
  PyObject *item = IDENTITY(PyList_GetItemRef(list, 0)); // warn: 'PyList_GetItem'
  return item;
}

// The arguments of the call may come from macros.
#define KEY "key"
#define DICT self_dict
PyObject *key(PyObject *self_dict) {
  PyObject *value;
  if (PyDict_GetItemStringRef(DICT, KEY, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'DICT'
  return value;
}
