// also: c++
#include <Python.h>

PyObject *declared(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: 'PyDict_GetItem' returns a reference borrowed from 'dict'
  if (value == NULL)
    return PyErr_Format(PyExc_KeyError, "%R", key);
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result;
}

struct cache {
  PyObject_HEAD
  PyObject *entries;
};

PyObject *field(struct cache *self, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(self->entries, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'self->entries'
  if (!value)
    Py_RETURN_NONE;
  return value;
}

// The lender is another call: too long a story for the message.
int in_module(PyObject *module, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(PyModule_GetDict(module), key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'PyModule_GetDict(module)'
  int result = value != NULL && PyLong_CheckExact(value);
  Py_XDECREF(value);
  return result;
}
