#include <Python.h>
#include <errno.h>
#include <unistd.h>

// Who is ready to hear "not yet" has a file that does not block, and so do the
// other functions that read it.
PyObject *read_many(PyObject *self, int fd) {
  (void)self;
  char data[64];
  ssize_t got = read(fd, data, sizeof data);
  return got < 0 ? PyErr_SetFromErrno(PyExc_OSError) : PyBytes_FromStringAndSize(data, got);
}

PyObject *read_one(PyObject *self, int fd) {
  (void)self;
  char data[1];
  ssize_t got = read(fd, data, sizeof data);
  if (got < 0) {
    if (errno == EAGAIN)
      Py_RETURN_NONE;
    return PyErr_SetFromErrno(PyExc_OSError);
  }
  return PyBytes_FromStringAndSize(data, got);
}
