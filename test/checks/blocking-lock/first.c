#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

PyObject *call(PyObject *callback) {
  pthread_mutex_lock(&mu); // warn: waits for 'mu' while attached, and 'PyObject_CallNoArgs' may run Python code while it is held // review: other threads run while this one waits
  PyObject *result = PyObject_CallNoArgs(callback); // note: 'PyObject_CallNoArgs' may run Python code here
  pthread_mutex_unlock(&mu);
  return result;
}
