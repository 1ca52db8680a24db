#include <Python.h>
#include <unistd.h>

static void fail(const char *what) {
  PyErr_SetString(PyExc_OSError, what); // note: 'PyErr_SetString' wants an attached thread here
}

PyObject *sync_it(PyObject *self, int fd) {
  if (fd < 0) {
    fail("bad");
    return NULL;
  }
  Py_BEGIN_ALLOW_THREADS
  if (fsync(fd))
    fail("sync"); // warn: 'fail' is called while the thread is detached, and uses 'PyErr_SetString' // no fix: the thread would have to be attached here
  Py_END_ALLOW_THREADS
  return Py_NewRef(self);
}

// Only called detached: it is wrong itself.
static void always_detached(PyObject *o) {
  Py_DECREF(o); // warn: 'Py_DECREF' is used while the thread is detached // no fix: the thread would have to be attached here
}
PyObject *release(PyObject *self) {
  Py_INCREF(self);
  Py_BEGIN_ALLOW_THREADS
  always_detached(self);
  Py_END_ALLOW_THREADS
  return self;
}
