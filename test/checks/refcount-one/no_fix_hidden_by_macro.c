#include <Python.h>

#define IS_MINE(o) (Py_REFCNT(o) == 1)
#define COUNT(o) Py_REFCNT(o)
#define ONE 1

static PyObject *cache;

PyObject *whole_test(void) {
  if (IS_MINE(cache)) // warn: of 'cache' does not tell // no fix: the call is hidden in a macro
    return cache;
  return PyTuple_New(2);
}

PyObject *only_the_count(void) {
  if (COUNT(cache) == ONE) // warn: does not tell // no fix: the call is hidden in a macro
    return cache;
  return PyTuple_New(2);
}
