#include <Python.h>
#include <mutex>
#include <sched.h>

static std::mutex mu, quiet;
static int old_style, total;

// A lock that is tried again and again is waited for.
PyObject *call(PyObject *, PyObject *callback) {
  while (!mu.try_lock()) // warn: waits for 'mu' while attached, and 'PyObject_CallNoArgs' may run Python code while it is held // review: other threads run
    ;
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  mu.unlock();
  return result;
}

PyObject *old_call(PyObject *, PyObject *callback) {
  while (!__sync_bool_compare_and_swap(&old_style, 0, 1)) { // warn: waits for 'old_style' while attached // review: other threads run
    sched_yield();
  }
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  __sync_lock_release(&old_style);
  return result;
}

// Nothing of Python happens to who has it.
PyObject *count(PyObject *, PyObject *) {
  while (!quiet.try_lock())
    ;
  long now = ++total;
  quiet.unlock();
  return PyLong_FromLong(now);
}
