// options: MinPython=3.8
#include <Python.h>

static PyObject *cache, *other;

PyObject *first(void) {
  if (Py_REFCNT(cache) == 1) // warn: does not tell
    return cache;
  return PyTuple_New(2);
}

PyObject *second(void) {
  if (Py_REFCNT(other) == 1) // warn: does not tell // no fix: another fix uses this place; run again
    return other;
  return PyTuple_New(2);
}
