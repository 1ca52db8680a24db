#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static int total;

// Nobody must wait for the lock attached once somebody takes it detached: one
// fix for all.
PyObject *call(PyObject *callback) {
  pthread_mutex_lock(&mu); // warn: 'PyObject_CallNoArgs' may run Python code while it is held // review: other threads run
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  pthread_mutex_unlock(&mu);
  return result;
}

PyObject *count(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  pthread_mutex_lock(&mu); // warn: 'PyObject_CallNoArgs' may run Python code while another thread holds it // review: other threads run
  int now = ++total;
  pthread_mutex_unlock(&mu);
  return PyLong_FromLong(now);
}
