#include <Python.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  int handle;
  int status;
} Stream;

// Others read the status while it is set.
PyObject *flush(Stream *self, PyObject *unused) {
  (void)unused;
  int handle = self->handle;
  Py_BEGIN_ALLOW_THREADS
  self->status = fsync(handle); // warn: 'self->status' is set while the thread is detached, without a lock, and 'status' may use it meanwhile // review: other threads see the new value later
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

PyObject *status(Stream *self, PyObject *unused) {
  (void)unused;
  return PyLong_FromLong(self->status); // note: used in 'status' here
}
