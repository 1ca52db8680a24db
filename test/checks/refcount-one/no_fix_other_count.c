#include <Python.h>

static PyObject *cache;

int resize(void) {
  if (Py_REFCNT(cache) > 2) { // warn: of 'cache' does not tell whether another thread is using it // no fix: the reference count is compared with another number than one
    PyErr_SetString(PyExc_ValueError, "cannot resize what others refer to");
    return -1;
  }
  return 0;
}

PyObject *known_owners(void) {
  return Py_REFCNT(cache) == 2 ? cache : PyTuple_New(2); // warn: does not tell // no fix: compared with another number
}
