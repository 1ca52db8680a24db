// also: c++
#include <Python.h>

#define GET(d, k) PyDict_GetItem(d, k)
#define FIRST(l) PyList_GetItem((l), 0)
#define TYPE_OF(l) Py_TYPE(PyList_GetItem((l), 0))

PyObject *value(PyObject *dict, PyObject *key) {
  PyObject *value = GET(dict, key); // warn: 'PyDict_GetItem' returns a reference borrowed from 'dict' // no fix: the call is hidden in a macro
  Py_XINCREF(value);
  return value;
}

PyObject *first(PyObject *list) {
  PyObject *item = FIRST(list); // warn: 'PyList_GetItem' returns a reference borrowed // no fix: the call is hidden in a macro
  Py_XINCREF(item);
  return item;
}

const char *type_name(PyObject *list) {
  return TYPE_OF(list)->tp_name; // warn: 'PyList_GetItem' // no fix: the call is hidden in a macro
}
