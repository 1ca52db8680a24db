#include <Python.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  int status, total, failed;
  void *cookie;
} Stream;

PyObject *read_it(Stream *self, PyObject *unused) {
  (void)unused;
  return Py_BuildValue("iii", self->status, self->total, self->failed); // note: used in 'read_it' here
}

PyObject *twice(Stream *self, int fd) {
  Py_BEGIN_ALLOW_THREADS
  self->status = fsync(fd); // warn: 'self->status' is set while the thread is detached // no fix: the variable may hold a value from elsewhere
  self->status = fdatasync(fd); // warn: 'self->status' is set while the thread is detached // no fix: the variable may hold a value from elsewhere
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

PyObject *counted(Stream *self, int fd) {
  Py_BEGIN_ALLOW_THREADS
  self->total += fsync(fd); // warn: 'self->total' is set while the thread is detached // no fix: the call is part of a larger statement
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

PyObject *leaves(Stream *self, int fd) {
  Py_BEGIN_ALLOW_THREADS
  self->failed = fsync(fd); // warn: 'self->failed' is set while the thread is detached // no fix: not every exit can be given its release
  if (fd < 0)
    goto out;
  fdatasync(fd);
  out:;
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}
