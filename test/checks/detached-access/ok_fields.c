#include <Python.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  PyThread_type_lock lock;
  int handle;
  int status;
  int once;
} Stream;

// Copied before, set after.
PyObject *flush(Stream *self, PyObject *unused) {
  (void)unused;
  int handle = self->handle, status;
  Py_BEGIN_ALLOW_THREADS
  status = fsync(handle);
  Py_END_ALLOW_THREADS
  self->status = status;
  Py_RETURN_NONE;
}

// Under the object's own lock.
PyObject *locked(Stream *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  PyThread_acquire_lock(self->lock, 1);
  self->status = fsync(self->handle);
  PyThread_release_lock(self->lock);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

PyObject *status(Stream *self, PyObject *unused) {
  (void)unused;
  return PyLong_FromLong(self->status);
}

// Nobody else looks at it.
PyObject *private_to_one(Stream *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  self->once = 1;
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

// Set while the object is made, read ever after.
typedef struct {
  PyObject_HEAD
  char *buffer;
} Fixed;
static PyObject *fixed_new(PyTypeObject *type, PyObject *args, PyObject *kwds) {
  (void)args;
  (void)kwds;
  Fixed *self = (Fixed *)type->tp_alloc(type, 0);
  if (self != NULL)
    self->buffer = (char *)PyMem_RawMalloc(16);
  return (PyObject *)self;
}
PyTypeObject Fixed_Type = {.tp_new = fixed_new};
PyObject *use(Fixed *self, int fd) {
  Py_ssize_t n;
  Py_BEGIN_ALLOW_THREADS
  n = read(fd, self->buffer, 16);
  Py_END_ALLOW_THREADS
  return PyLong_FromSsize_t(n);
}

// Filled in by a function that makes one.
typedef struct {
  PyObject_HEAD
  char *data;
} Made;
extern PyTypeObject Made_Type;
PyObject *make(char *data) {
  Made *made = PyObject_New(Made, &Made_Type);
  if (made != NULL)
    made->data = data;
  return (PyObject *)made;
}
PyObject *use_made(Made *self, int fd) {
  Py_ssize_t n;
  Py_BEGIN_ALLOW_THREADS
  n = read(fd, self->data, 16);
  Py_END_ALLOW_THREADS
  return PyLong_FromSsize_t(n);
}

// Set and never given up: who reads it has the old value or the new one.
typedef struct {
  PyObject_HEAD
  const char *mode;
} Named;
PyObject *set_mode(Named *self, PyObject *unused) {
  (void)unused;
  self->mode = "rb";
  Py_RETURN_NONE;
}
PyObject *use_mode(Named *self, int fd) {
  Py_ssize_t n;
  Py_BEGIN_ALLOW_THREADS
  n = write(fd, self->mode, 2); // NOLINT(freethreading-blocking-lock)
  Py_END_ALLOW_THREADS
  return PyLong_FromSsize_t(n);
}

// Called detached, and with the caller's lock, by another file.
typedef struct {
  PyObject_HEAD
  long mark;
} Connection;
int execute_locked(Connection *c, PyThreadState **state) {
  c->mark += 1;
  PyEval_RestoreThread(*state);
  PyErr_Clear();
  *state = PyEval_SaveThread();
  return 0;
}
PyObject *get_mark(Connection *c, PyObject *unused) {
  (void)unused;
  return PyLong_FromLong(c->mark);
}

// Filled, and then read: nothing was given up.
typedef struct {
  PyObject_HEAD
  char *blob;
} Blob;
int fill_blob(Blob *self, char *blob) {
  self->blob = blob;
  return (int)strlen(self->blob);
}
PyObject *write_blob(Blob *self, int fd) {
  Py_ssize_t n;
  Py_BEGIN_ALLOW_THREADS
  n = write(fd, self->blob, 2); // NOLINT(freethreading-blocking-lock)
  Py_END_ALLOW_THREADS
  return PyLong_FromSsize_t(n);
}
