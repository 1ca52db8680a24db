// requires: python3.13
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyMutex lock;
    PyObject *value;
} Box;

// The finaliser of the old value may come back to the box.
PyObject *set_value(Box *self, PyObject *value) {
  PyMutex_Lock(&self->lock); // warn: 'Py_XSETREF' may run finalizers while 'self->lock' is held // no fix: what runs Python code has to move out of the lock
  Py_XSETREF(self->value, Py_NewRef(value)); // note: may run finalizers here
  PyMutex_Unlock(&self->lock);
  Py_RETURN_NONE;
}

PyObject *take_value(Box *self, PyObject *unused) {
  PyMutex_Lock(&self->lock); // warn: 'Py_XDECREF' may run finalizers while 'self->lock' is held // no fix: what runs Python code has to move out of the lock
  PyObject *old = self->value;
  self->value = NULL;
  Py_XDECREF(old); // note: may run finalizers here
  PyMutex_Unlock(&self->lock);
  Py_RETURN_NONE;
}
