// also: c++
#include <Python.h>

PyObject *declared(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItem(dict, key); // warn: 'PyDict_GetItem' returns a reference borrowed from 'dict'
  if (value == NULL)
    return PyErr_Format(PyExc_KeyError, "%R", key);
  return PyObject_Str(value);
}

struct cache {
  PyObject_HEAD
  PyObject *entries;
};

PyObject *field(struct cache *self, PyObject *key) {
  PyObject *value;
  value = PyDict_GetItem(self->entries, key); // warn: borrowed from 'self->entries'
  if (!value)
    Py_RETURN_NONE;
  Py_INCREF(value);
  return value;
}

// The lender is another call: too long a story for the message.
int in_module(PyObject *module, PyObject *key) {
  PyObject *value = PyDict_GetItem(PyModule_GetDict(module), key); // warn: borrowed from 'PyModule_GetDict(module)'
  return value != NULL && PyLong_CheckExact(value);
}
