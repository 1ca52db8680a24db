// requires: python3.13
#include <Python.h>

static PyMutex mu;
static PyObject *cached;
static long total;

// Allocation and the end of an object do not need the lock, and who waits for
// it is detached.
PyObject *replace(PyObject *self, PyObject *fresh) {
  (void)self;
  PyMutex_Lock(&mu);
  PyObject *old = cached;
  cached = Py_NewRef(fresh);
  PyMutex_Unlock(&mu);
  Py_XDECREF(old);
  Py_RETURN_NONE;
}

PyObject *count(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  PyMutex_Lock(&mu);
  PyObject *result = PyLong_FromLong(++total);
  PyMutex_Unlock(&mu);
  return result;
}

// Once, with the lock held: `make` may do anything, but nothing says that it
// does.
PyObject *get(PyObject *(*make)(void)) {
  PyMutex_Lock(&mu);
  if (cached == NULL)
    cached = make();
  PyObject *result = Py_XNewRef(cached);
  PyMutex_Unlock(&mu);
  return result;
}
