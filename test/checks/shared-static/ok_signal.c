// also: c++
#include <Python.h>
#include <signal.h>

/* Set by a signal handler, and looked at by whoever wants to know. */
static volatile sig_atomic_t caught, done;

static void on_signal(int number) {
  if (!caught)
    caught = number;
  done = 1;
}

static PyObject *wait_for(PyObject *self, PyObject *unused) {
  signal(SIGINT, on_signal);
  done = 0;
  return PyLong_FromLong(done ? 0 : caught);
}

PyCFunction function = wait_for;
