// also: c++
#include <Python.h>

static PyObject *table;

static PyObject *inner(PyObject *key) {
  PyObject *item;
  PyDict_GetItemRef(table, key, &item);
  return item; // warn: borrowed from 'table' // review: 'inner' returns a new reference
}

static PyObject *outer(PyObject *key) {
  if (!PyUnicode_Check(key))
    return NULL;
  return inner(key); // warn: 'inner' returns a reference borrowed that another // review: 'outer' returns a new reference
}

PyObject *use(PyObject *key) {
  PyObject *value = outer(key); // warn: 'outer' returns a reference borrowed that another // review: 'outer' returns a new reference
  return value;
}
