#include <Python.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static volatile int ready;
static atomic_int progress;
static atomic_flag taken = ATOMIC_FLAG_INIT;
static int old_style;

typedef struct {
  PyObject_HEAD
  volatile int done;
} Job;

PyObject *until_ready(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  while (!ready) // warn: a loop waits for 'ready' while attached: the thread that has to change it may be waiting until it is attached // review: other threads run
    ;
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

PyObject *until_done(Job *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  while (self->done == 0) { // warn: a loop waits for 'self->done' while attached // review: other threads run
    sched_yield();
  }
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

PyObject *until_progress(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  do { // warn: a loop waits for 'progress' while attached // review: other threads run
  } while (atomic_load(&progress) < 3);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

// A lock made of a flag.
PyObject *call(PyObject *self, PyObject *callback) {
  (void)self;
  Py_BEGIN_ALLOW_THREADS
  while (atomic_flag_test_and_set(&taken)) // warn: waits for 'taken' while attached, and 'PyObject_CallNoArgs' may run Python code while it is held // review: other threads run
    ;
  Py_END_ALLOW_THREADS
  PyObject *result = PyObject_CallNoArgs(callback); // note: 'PyObject_CallNoArgs' may run Python code here
  atomic_flag_clear(&taken);
  return result;
}

PyObject *old_call(PyObject *self, PyObject *callback) {
  (void)self;
  Py_BEGIN_ALLOW_THREADS
  while (__sync_lock_test_and_set(&old_style, 1)) // warn: waits for 'old_style' while attached // review: other threads run
    ;
  Py_END_ALLOW_THREADS
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  __sync_lock_release(&old_style);
  return result;
}
