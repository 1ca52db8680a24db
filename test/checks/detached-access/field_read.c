#include <Python.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  char *buffer;
} Stream;

PyObject *fill(Stream *self, int fd) {
  Py_ssize_t n;
  Py_BEGIN_ALLOW_THREADS
  n = read(fd, self->buffer, 16); // warn: 'self->buffer' is used while the thread is detached, without a lock, and 'close_it' may change it meanwhile // no fix: it needs a lock, and which one is a matter of design
  Py_END_ALLOW_THREADS
  return PyLong_FromSsize_t(n);
}

PyObject *close_it(Stream *self, PyObject *unused) {
  (void)unused;
  free(self->buffer);
  self->buffer = NULL; // note: changed in 'close_it' here
  Py_RETURN_NONE;
}
