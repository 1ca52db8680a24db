#include <Python.h>

static int calls; // warn: 'calls' is counted by 'count' without a lock: when two threads do so at once, one step is lost // review: 'calls' becomes atomic
PyObject *count(PyObject *self, PyObject *unused) {
  calls++; // note: changed here by 'count'
  Py_RETURN_NONE;
}
PyObject *number(PyObject *self, PyObject *unused) {
  return PyLong_FromLong(calls); // note: used here by 'number'
}

static int verbose = 0; // warn: 'verbose' is set by 'set_verbose' for all threads // review: 'verbose' becomes atomic
PyObject *set_verbose(PyObject *self, PyObject *value) {
  verbose = PyObject_IsTrue(value); // note: changed here by 'set_verbose'
  Py_RETURN_NONE;
}
PyObject *get_verbose(PyObject *self, PyObject *unused) {
  return PyBool_FromLong(verbose); // note: used here by 'get_verbose'
}

/* Once or twice: that is all that can happen to a mark. */
void old_name(void) {
  static int warned = 0; // warn: 'warned' is set by 'old_name' for all threads // review: 'warned' becomes atomic
  if (!warned) {         // note: used here by 'old_name'
    warned = 1;          // note: changed here by 'old_name'
    PyErr_WarnEx(NULL, "old", 1);
  }
}

/* Two threads may count first, and then hand out the same number. */
static long numbers; // warn: 'numbers' is counted by 'next_number' without a lock // no fix: it is read and then changed by what was read: atomic steps do not make that one step
PyObject *next_number(PyObject *self, PyObject *unused) {
  numbers++; // note: changed here by 'next_number'
  return PyLong_FromLong(numbers); // note: used here by 'next_number'
}
