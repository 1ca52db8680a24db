#include <Python.h>
#include <pthread.h>

typedef struct {
  PyObject_HEAD
  pthread_mutex_t lock;
  PyObject *value;
} Box;

// The lock is taken in one place, and used everywhere.
static void enter(Box *self) {
  Py_BEGIN_ALLOW_THREADS
  pthread_mutex_lock(&self->lock); // warn: waits for 'self->lock' while attached, and 'PyObject_Repr' may run Python code while another thread holds it // review: other threads run
  Py_END_ALLOW_THREADS
}
static void leave(Box *self) { pthread_mutex_unlock(&self->lock); }

PyObject *show(Box *self, PyObject *unused) {
  (void)unused;
  enter(self); // note: the other thread took it here
  PyObject *text = PyObject_Repr(self->value); // note: 'PyObject_Repr' may run Python code here
  leave(self);
  return text;
}

PyObject *quiet(Box *self, PyObject *unused) {
  (void)unused;
  enter(self);
  Py_ssize_t size = sizeof *self;
  leave(self);
  return PyLong_FromSsize_t(size);
}
