// also: c++
#include <Python.h>

static PyObject *registry;

static PyObject *lookup(PyObject *map, PyObject *key) {
  PyObject *found = PyDict_GetItemWithError(map, key); // warn: borrowed from 'map' // review: 'lookup' returns a new reference
  return found; // note: used here
}

// One level deeper with the same variable: the outer one is released once the
// inner one is there.
static PyObject *nested(PyObject *key, PyObject *inner) {
  PyObject *found = lookup(registry, key); // warn: 'lookup' returns a reference borrowed from 'registry' // review: 'nested' returns a new reference
  if (found == NULL)
    return NULL;
  if (inner != NULL && PyDict_Check(found)) // note: used here
    found = lookup(found, inner);           // warn: 'lookup' returns a reference borrowed from 'found' // review: 'nested' returns a new reference
  return found;                             // note: used here
}
PyObject *text_of(PyObject *key, PyObject *name) {
  PyObject *found = nested(key, name); // warn: 'nested' returns a reference borrowed // review: 'nested' returns a new reference
  if (found == NULL)
    return NULL;
  return PyObject_Str(found); // note: used here
}
