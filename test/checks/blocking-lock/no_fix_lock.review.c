#include <Python.h>
#include <pthread.h>

// Other files see the lock.
pthread_mutex_t everywhere = PTHREAD_MUTEX_INITIALIZER;
PyObject *call(PyObject *callback) {
  pthread_mutex_lock(&everywhere); // warn: waits for 'everywhere' while attached // no fix: other files may wait for the lock too
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  pthread_mutex_unlock(&everywhere);
  return result;
}

// A callback of nobody knows whom waits for it too.
static pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;
static int n;
PyObject *call_shared(PyObject *callback) {
  pthread_mutex_lock(&shared); // warn: waits for 'shared' while attached // no fix: at another place that waits for the lock the thread state is not known
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  pthread_mutex_unlock(&shared);
  return result;
}
void from_native(int v) {
  pthread_mutex_lock(&shared);
  n += v;
  pthread_mutex_unlock(&shared);
}

// Nobody must wait for the GIL with another lock in hand.
static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
PyObject *call_inner(PyObject *callback) {
  Py_BEGIN_ALLOW_THREADS
  pthread_mutex_lock(&outer); // warn: waits for 'outer' while attached // review: other threads run
  Py_END_ALLOW_THREADS
  pthread_mutex_lock(&inner); // warn: waits for 'inner' while attached // no fix: a lock is held that others may wait for attached
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  pthread_mutex_unlock(&inner);
  pthread_mutex_unlock(&outer);
  return result;
}
