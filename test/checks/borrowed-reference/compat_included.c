// compat: path
// options: MinPython=3.9
// also: c++
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

// The file has the header: nothing but the call changes.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  Py_XINCREF(item);
  return item;
}

int truth(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return 0;
  return PyObject_IsTrue(value);
}

PyObject *referent(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref'
  if (object == Py_None)
    return NULL;
  Py_INCREF(object);
  return object;
}

PyObject *interned(PyObject *cache, PyObject *key) {
  PyObject *value = PyDict_SetDefault(cache, key, key); // warn: borrowed from 'cache'
  Py_XINCREF(value);
  return value;
}

// The header has nothing for this one.
PyObject *globals(void) {
  PyObject *dict = PyEval_GetGlobals(); // warn: 'PyEval_GetGlobals' // no fix: the strong twin is newer than the oldest Python to support
  Py_XINCREF(dict);
  return dict;
}
