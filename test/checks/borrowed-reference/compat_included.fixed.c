// compat: path
// options: MinPython=3.9
// also: c++
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

// The file has the header: nothing but the call changes.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

int truth(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    return 0;
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}

PyObject *referent(PyObject *ref) {
  PyObject *object;
  PyWeakref_GetRef(ref, &object); // warn: borrowed from 'ref'
  if (object == NULL)
    return NULL;
  return object;
}

PyObject *interned(PyObject *cache, PyObject *key) {
  PyObject *value;
  PyDict_SetDefaultRef(cache, key, key, &value); // warn: borrowed from 'cache'
  return value;
}

// The header has nothing for this one.
PyObject *globals(void) {
  PyObject *dict = PyEval_GetGlobals(); // warn: 'PyEval_GetGlobals' // no fix: the strong twin is newer than the oldest Python to support
  Py_XINCREF(dict);
  return dict;
}
