#include <Python.h>

typedef struct {
  PyObject_HEAD
  int entered;
  int open;
} Manager;

// Claimed by one function and given back by another one.
PyObject *enter(Manager *self, PyObject *unused) {
  (void)unused;
  if (self->open < 0 || self->entered) { // warn: 'self->entered' is tested, and set later, without a lock: two threads may both find it free // no fix: it needs a lock
    PyErr_SetString(PyExc_ValueError, "cannot be entered twice");
    return NULL;
  }
  self->entered = 1; // note: it is set here
  Py_INCREF(self);
  return (PyObject *)self;
}

PyObject *leave(Manager *self, PyObject *unused) {
  (void)unused;
  self->entered = 0;
  Py_RETURN_NONE;
}

// Who only wants to know loses nothing.
PyObject *commit(Manager *self, PyObject *unused) {
  (void)unused;
  if (self->entered)
    return NULL;
  Py_RETURN_NONE;
}
