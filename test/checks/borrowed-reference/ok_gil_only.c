// modes: gil
// also: c++
#include <Python.h>

// Never compiled without the GIL.
#ifndef Py_GIL_DISABLED
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0);
  Py_XINCREF(item);
  return item;
}
#endif

PyObject *value_of(PyObject *dict, PyObject *key) {
  PyObject *value;
#ifdef Py_GIL_DISABLED
  PyDict_GetItemRef(dict, key, &value);
#else
  value = PyDict_GetItemWithError(dict, key);
  Py_XINCREF(value);
#endif
  return value;
}
