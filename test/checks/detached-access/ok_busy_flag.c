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

// What a maker writes into its new object gives nothing back.
typedef struct {
  PyObject_HEAD
  int closed;
} Reader;
extern PyTypeObject Reader_Type;
PyObject *open_reader(PyObject *module, PyObject *unused) {
  (void)module;
  (void)unused;
  Reader *reader = PyObject_New(Reader, &Reader_Type);
  if (reader == NULL)
    return NULL;
  reader->closed = 0;
  return (PyObject *)reader;
}
PyObject *read_some(Reader *self, PyObject *unused) {
  (void)unused;
  if (self->closed)
    return NULL;
  return PyLong_FromLong(1);
}
PyObject *close_reader(Reader *self, PyObject *unused) {
  (void)unused;
  if (self->closed)
    Py_RETURN_NONE;
  self->closed = 1;
  Py_RETURN_NONE;
}

// A state that each step computes anew: the test does not lead to the setting.
typedef struct {
  PyObject_HEAD
  int at_edge, left;
} Decoder;
PyObject *step(Decoder *self, PyObject *unused) {
  (void)unused;
  if (self->left == 0) {
    if (self->at_edge)
      Py_RETURN_NONE;
    return NULL;
  }
  if (--self->left)
    self->at_edge = 0;
  else
    self->at_edge = 1;
  return PyLong_FromLong(self->left);
}
