#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

// Everybody who waits for the lock is detached.
PyObject *call(PyObject *callback) {
  Py_BEGIN_ALLOW_THREADS
  pthread_mutex_lock(&mu);
  Py_END_ALLOW_THREADS
  PyObject *result = PyObject_CallNoArgs(callback);
  pthread_mutex_unlock(&mu);
  return result;
}

PyObject *other(PyObject *callback) {
  PyThreadState *state = PyEval_SaveThread();
  pthread_mutex_lock(&mu);
  PyEval_RestoreThread(state);
  Py_DECREF(callback);
  pthread_mutex_unlock(&mu);
  Py_RETURN_NONE;
}

// A thread of its own.
static void *worker(void *callback) {
  pthread_mutex_lock(&mu);
  PyGILState_STATE state = PyGILState_Ensure();
  Py_XDECREF(PyObject_CallNoArgs((PyObject *)callback));
  PyGILState_Release(state);
  pthread_mutex_unlock(&mu);
  return NULL;
}
int start(pthread_t *thread, PyObject *callback) {
  return pthread_create(thread, NULL, worker, callback);
}

// Nobody knows who calls this.
void from_elsewhere(int n) {
  pthread_mutex_lock(&mu);
  if (n) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyErr_Clear();
    PyGILState_Release(state);
  }
  pthread_mutex_unlock(&mu);
}
