#include <Python.h>
#include <pthread.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  PyThread_type_lock lock;
  int handle;
} Stream;

// The thread that has the lock wants the GIL back, the one that has the GIL
// wants the lock.
PyObject *sync_it(Stream *self, PyObject *unused) {
  (void)unused;
  int result;
  Py_BEGIN_ALLOW_THREADS
  PyThread_acquire_lock(self->lock, WAIT_LOCK); // warn: waits for 'self->lock' while attached, and 'Py_END_ALLOW_THREADS' waits until it is attached while it is held // review: other threads run
  Py_END_ALLOW_THREADS
  int handle = self->handle;
  Py_BEGIN_ALLOW_THREADS
  result = fsync(handle);
  Py_END_ALLOW_THREADS // note: 'Py_END_ALLOW_THREADS' waits until it is attached here
  PyThread_release_lock(self->lock);
  return PyLong_FromLong(result);
}
