#include <Python.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  int handle;
  int status;
} Stream;

/* The macros have semicolons of their own. */
PyObject *flush(Stream *self, PyObject *unused) {
  int handle = self->handle;
  int new_status;
  Py_BEGIN_ALLOW_THREADS;
  new_status = fsync(handle); // warn: 'self->status' is set while the thread is detached // review: other threads see the new value later
  Py_END_ALLOW_THREADS; /* attached */
  self->status = new_status;
  Py_RETURN_NONE;
}

PyObject *status(Stream *self, PyObject *unused) {
  return PyLong_FromLong(self->status); // note: used in 'status' here
}
