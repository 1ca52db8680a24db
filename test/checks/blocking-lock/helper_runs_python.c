#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static PyObject *observers;

static int tell(PyObject *what) {
  PyObject *result = PyObject_CallMethod(observers, "tell", "O", what);
  Py_XDECREF(result);
  return result ? 0 : -1;
}
static int tell_twice(PyObject *what) {
  return tell(what) < 0 ? -1 : tell(what);
}

PyObject *publish(PyObject *self, PyObject *what) {
  (void)self;
  pthread_mutex_lock(&mu); // warn: 'PyObject_CallMethod' may run Python code while it is held // review: other threads run
  int failed = tell_twice(what); // note: 'PyObject_CallMethod' may run Python code here
  pthread_mutex_unlock(&mu);
  return failed ? NULL : Py_NewRef(what);
}
