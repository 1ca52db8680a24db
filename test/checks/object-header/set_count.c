#include <Python.h>

// A weak entry in a cache, made by hand.
PyObject *forget_one(PyObject *cache, PyObject *key, PyObject *value) {
  if (PyDict_SetItem(cache, key, value) < 0)
    return NULL;
  Py_SET_REFCNT(value, Py_REFCNT(value) - 1); // warn: 'Py_SET_REFCNT' sets the reference count to what it was and more or less: what another thread counts in between is lost // no fix: no single call does both
  return value;
}

void add_many(PyObject *op, Py_ssize_t n) {
  Py_SET_REFCNT(op, n + Py_REFCNT(op)); // warn: 'Py_SET_REFCNT' sets the reference count // no fix: no single call does both
}
