// also: c++
#include <Python.h>

// The key may be there already, put by another thread, which may also drop it.
PyObject *interned(PyObject *cache, PyObject *key) {
  PyObject *value = PyDict_SetDefault(cache, key, key); // warn: 'PyDict_SetDefault' returns a reference borrowed from 'cache'
  Py_XINCREF(value);
  return value;
}

int append_to(PyObject *lists, PyObject *key, PyObject *item) {
  PyObject *fresh = PyList_New(0);
  if (fresh == NULL)
    return -1;
  PyObject *list = PyDict_SetDefault(lists, key, fresh); // warn: borrowed from 'lists'
  Py_DECREF(fresh);
  if (list == NULL)
    return -1;
  return PyList_Append(list, item);
}

// The result is only compared: nothing is read from it.
int ensured(PyObject *dict, PyObject *key) {
  return PyDict_SetDefault(dict, key, Py_None) != NULL;
}
