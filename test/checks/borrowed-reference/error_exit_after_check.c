// also: c++
#include <Python.h>

int check(PyObject *self);

// Nothing is ended later, so nothing has begun.
int of_project(PyObject *self, PyObject *list) {
  if (check(self) < 0)
    return -1;
  int result = PyObject_IsTrue(PyList_GET_ITEM(list, 0)); // warn: borrowed from 'list' // review: leaves the function when
  return result;
}
