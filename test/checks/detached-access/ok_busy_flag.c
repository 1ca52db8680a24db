#include <Python.h>
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

typedef struct {
  PyObject_HEAD
  int handle;
  int busy;
  int closed;
  int started;
} Stream;

// Claimed under a lock.
PyObject *flush(Stream *self, PyObject *unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  if (self->busy) {
    pthread_mutex_unlock(&lock);
    PyErr_SetString(PyExc_RuntimeError, "busy");
    return NULL;
  }
  self->busy = 1;
  pthread_mutex_unlock(&lock);
  int handle = self->handle;
  Py_BEGIN_ALLOW_THREADS
  fsync(handle);
  Py_END_ALLOW_THREADS
  pthread_mutex_lock(&lock);
  self->busy = 0;
  pthread_mutex_unlock(&lock);
  Py_RETURN_NONE;
}

// Set once and never given back: not a lock.
PyObject *close_it(Stream *self, PyObject *unused) {
  (void)unused;
  if (self->closed)
    Py_RETURN_NONE;
  self->closed = 1;
  Py_RETURN_NONE;
}

// An option that is only set and read.
PyObject *set_started(Stream *self, PyObject *value) {
  self->started = PyObject_IsTrue(value) > 0;
  Py_RETURN_NONE;
}
PyObject *use(Stream *self, PyObject *unused) {
  (void)unused;
  if (!self->started)
    return NULL;
  return PyLong_FromLong(self->handle);
}

// A state among several.
typedef struct {
  PyObject_HEAD
  int state;
} Ghost;
PyObject *ghostify(Ghost *self, PyObject *unused) {
  (void)unused;
  if (self->state == -1)
    Py_RETURN_NONE;
  self->state = -1;
  Py_RETURN_NONE;
}
PyObject *wake(Ghost *self, PyObject *unused) {
  (void)unused;
  self->state = 0;
  Py_RETURN_NONE;
}
