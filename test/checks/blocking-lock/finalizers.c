#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static PyObject *cached;

PyObject *replace(PyObject *self, PyObject *fresh) {
  (void)self;
  pthread_mutex_lock(&mu); // warn: 'Py_XDECREF' may run finalizers while it is held // review: other threads run
  PyObject *old = cached;
  cached = Py_NewRef(fresh);
  Py_XDECREF(old); // note: 'Py_XDECREF' may run finalizers here
  pthread_mutex_unlock(&mu);
  Py_RETURN_NONE;
}
