// options: MinPython=3.8
// compat: path
// also: c++
#include <Python.h>
#include "pythoncapi_compat.h"

#define LIKELY(x) __builtin_expect(!!(x), 1)

static PyObject *cache;

PyObject *equal(void) {
  if (Py_REFCNT(cache) == 1) // warn: of 'cache' does not tell
    return cache;
  return PyTuple_New(2);
}

PyObject *at_most_one(void) {
  if (Py_REFCNT(cache) <= 1) // warn: does not tell
    return cache;
  return PyTuple_New(2);
}

PyObject *less_than_two(void) {
  if (LIKELY(Py_REFCNT(cache) < 2)) // warn: does not tell
    return cache;
  return PyTuple_New(2);
}

PyObject *not_one(void) {
  if (Py_REFCNT(cache) != 1) // warn: does not tell
    return PyTuple_New(2);
  else
    return cache;
}

PyObject *more_than_one(void) {
  return Py_REFCNT(cache) > 1 ? PyTuple_New(2) : (PyTuple_SET_ITEM(cache, 0, NULL), cache); // warn: does not tell
}

PyObject *two_or_more(PyObject *other) {
  if (Py_REFCNT(cache) >= 2 || other == cache) { // warn: does not tell
    cache = PyTuple_New(2);
  }
  return cache;
}

PyObject *constant_first(PyObject *other) {
  if (other != cache && !(1 < Py_REFCNT(cache))) { // warn: does not tell
    PyTuple_SET_ITEM(cache, 0, other);
    return other;
  }
  return PyTuple_New(2);
}

PyObject *typed(PyTupleObject **tuples) {
  if (1 == Py_REFCNT(tuples[0])) { // warn: of 'tuples[0]' does not tell // review: right only for an object that the callers own
    tuples[0]->ob_item[0] = NULL;
    return NULL;
  }
  return PyTuple_New(2);
}

PyObject *new_reference(void) {
  if ((Py_REFCNT(cache)) == 1) // warn: does not tell
    return Py_NewRef(cache);
  return PyTuple_New(2);
}
