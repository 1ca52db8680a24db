#include <Python.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  PyThread_type_lock lock;
  int handle;
} Stream;

PyObject *sync_it(Stream *self, PyObject *unused) {
  (void)unused;
  int result;
  Py_BEGIN_ALLOW_THREADS
  PyThread_acquire_lock(self->lock, WAIT_LOCK);
  result = fsync(self->handle);
  Py_END_ALLOW_THREADS
  PyThread_release_lock(self->lock);
  return PyLong_FromLong(result);
}

// Nobody has the object any more, so nobody has its lock.
static void stream_dealloc(Stream *self) {
  PyThread_acquire_lock(self->lock, WAIT_LOCK);
  close(self->handle);
  PyThread_release_lock(self->lock);
  PyThread_free_lock(self->lock);
  Py_TYPE(self)->tp_free((PyObject *)self);
}
PyTypeObject Stream_Type = {.tp_dealloc = (destructor)stream_dealloc};
