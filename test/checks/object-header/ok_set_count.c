#include <Python.h>

// A new count for what nobody else can have.
void begin_again(PyObject *op) { Py_SET_REFCNT(op, 1); }

#ifndef Py_GIL_DISABLED
void add_many(PyObject *op, Py_ssize_t n) {
  Py_SET_REFCNT(op, Py_REFCNT(op) + n);
}
#endif
