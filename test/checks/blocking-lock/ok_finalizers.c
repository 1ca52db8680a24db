#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static PyObject *cached;

// The doomed reference is released once the lock is.
PyObject *replace(PyObject *self, PyObject *fresh) {
  (void)self;
  Py_INCREF(fresh);
  pthread_mutex_lock(&mu);
  PyObject *old = cached;
  cached = fresh;
  pthread_mutex_unlock(&mu);
  Py_XDECREF(old);
  Py_RETURN_NONE;
}

// Taking a reference runs nothing.
PyObject *peek(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  pthread_mutex_lock(&mu);
  PyObject *result = cached;
  Py_XINCREF(result);
  pthread_mutex_unlock(&mu);
  return result;
}
