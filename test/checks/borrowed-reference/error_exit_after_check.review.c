// also: c++
#include <Python.h>

int check(PyObject *self);

// Nothing is ended later, so nothing has begun.
int of_project(PyObject *self, PyObject *list) {
  if (check(self) < 0)
    return -1;
  PyObject *item = PyList_GetItemRef(list, 0);
  if (item == NULL) {
    return -1;
  }
  int result = PyObject_IsTrue(item); // warn: borrowed from 'list' // review: leaves the function when
  Py_DECREF(item);
  return result;
}
