#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

typedef struct {
  PyObject_HEAD
  PyThread_type_lock lock;
} Stream;

// Who does not get the lock at once goes away, or waits detached.
PyObject *call(PyObject *callback) {
  if (pthread_mutex_trylock(&mu) != 0)
    Py_RETURN_NONE;
  PyObject *result = PyObject_CallNoArgs(callback);
  pthread_mutex_unlock(&mu);
  return result;
}

PyObject *use(Stream *self, PyObject *callback) {
  if (!PyThread_acquire_lock(self->lock, NOWAIT_LOCK)) {
    Py_BEGIN_ALLOW_THREADS
    PyThread_acquire_lock(self->lock, WAIT_LOCK);
    Py_END_ALLOW_THREADS
  }
  PyObject *result = PyObject_CallNoArgs(callback);
  PyThread_release_lock(self->lock);
  return result;
}
