// also: c++
#include <Python.h>

// The macros do not check anything, so there is no branch for an error.
int first(PyObject *list) {
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  return PyObject_IsTrue(item);
}

int first_of_fast(PyObject *fast) {
  PyObject *item = PySequence_Fast_GET_ITEM(fast, 0); // warn: borrowed from 'fast' // no fix: the strong twin can fail where the old call could not
  return PyObject_IsTrue(item);
}
