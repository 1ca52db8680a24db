#include <Python.h>

/* What is made is released where it is done with, and the variable gets a second
   value, which is lent: the first release stays. */
PyObject *init_once(PyObject *cache, PyObject *tag) {
  PyObject *found, *pair;
  pair = PyDict_GetItem(cache, tag); // warn: 'PyDict_GetItem' returns a reference borrowed from 'cache'
  if (pair == NULL) {
    found = PyTuple_Pack(2, tag, tag);
    if (found == NULL)
      return NULL;
    pair = PyObject_CallMethod(cache, "setdefault", "OO", tag, found);
    Py_DECREF(found);
    if (pair == NULL)
      return NULL;
    Py_DECREF(pair);
  }
  Py_ssize_t size = PyTuple_GET_SIZE(pair);
  found = PyDict_GetItem(cache, tag); // warn: 'PyDict_GetItem' returns a reference borrowed from 'cache'
  if (found != NULL && PyTuple_GET_SIZE(found) == size)
    return PyLong_FromSsize_t(size);
  PyErr_SetNone(PyExc_KeyError);
  return NULL;
}
