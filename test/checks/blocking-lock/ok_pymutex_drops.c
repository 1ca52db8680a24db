// requires: python3.13
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyMutex lock;
    PyObject *value;
    long number;
} Box;

// The old value is released behind the lock.
PyObject *set_value(Box *self, PyObject *value) {
  PyMutex_Lock(&self->lock);
  PyObject *old = self->value;
  self->value = Py_NewRef(value);
  PyMutex_Unlock(&self->lock);
  Py_XDECREF(old);
  Py_RETURN_NONE;
}

// What is made here has no finaliser of Python code.
PyObject *set_number(Box *self, PyObject *unused) {
  PyMutex_Lock(&self->lock);
  PyObject *number = PyLong_FromLong(self->number);
  if (number != NULL) {
    self->number += 1;
    Py_DECREF(number);
  }
  else {
    PyErr_SetString(PyExc_ValueError, "no number");
  }
  PyMutex_Unlock(&self->lock);
  Py_RETURN_NONE;
}

static PyMutex cache_lock;
static PyObject *cache;

// The keys are bytes: nothing but other code could have put in anything else.
PyObject *intern(PyObject *self, PyObject *key) {
  PyMutex_Lock(&cache_lock);
  PyObject *found = PyDict_GetItemWithError(cache, key);
  Py_XINCREF(found);
  PyMutex_Unlock(&cache_lock);
  return found;
}
