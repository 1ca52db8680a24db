#include <Python.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  int fd, cancelled;
} File;

static long loop(File *file) {
  long rounds = 0;
  while (!file->cancelled && rounds < 5) // note: used in 'loop' here
    rounds++;
  return rounds;
}

// What is set first is set before what follows, which may look at it.
PyObject *run(File *self, PyObject *unused) {
  long rounds;
  (void)unused;
  self->cancelled = 0;
  Py_BEGIN_ALLOW_THREADS
  // warn: 'self->cancelled' is set while the thread is detached // review: while the thread is still attached
  rounds = loop(self);
  Py_END_ALLOW_THREADS
  return PyLong_FromLong(rounds);
}

PyObject *finish(File *self, PyObject *unused) {
  int fd = self->fd;
  (void)unused;
  self->fd = -1;
  Py_BEGIN_ALLOW_THREADS
  // warn: 'self->fd' is set while the thread is detached // review: while the thread is still attached
  close(fd);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

PyObject *between(File *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  fsync(1);
  self->cancelled = 1; // warn: 'self->cancelled' is set while the thread is detached // no fix: the variable may hold a value from elsewhere
  fsync(2);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

PyObject *cancel(File *self, PyObject *unused) {
  (void)unused;
  self->cancelled = 1;
  self->fd = 1; // note: used in 'cancel' here
  Py_RETURN_NONE;
}
