#include <Python.h>

static _Atomic int calls; // warn: 'calls' is counted by 'count' without a lock: when two threads do so at once, one step is lost // review: 'calls' becomes atomic
PyObject *count(PyObject *self, PyObject *unused) {
  calls++; // note: changed here by 'count'
  Py_RETURN_NONE;
}
PyObject *number(PyObject *self, PyObject *unused) {
  return PyLong_FromLong(calls); // note: used here by 'number'
}

static _Atomic int verbose = 0; // warn: 'verbose' is set by 'set_verbose' for all threads // review: 'verbose' becomes atomic
PyObject *set_verbose(PyObject *self, PyObject *value) {
  verbose = PyObject_IsTrue(value); // note: changed here by 'set_verbose'
  Py_RETURN_NONE;
}
PyObject *get_verbose(PyObject *self, PyObject *unused) {
  return PyBool_FromLong(verbose); // note: used here by 'get_verbose'
}

/* Once or twice: that is all that can happen to a mark. */
void old_name(void) {
  static _Atomic int warned = 0; // warn: 'warned' is set by 'old_name' for all threads // review: 'warned' becomes atomic
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

/* With a lock of the interpreter this counts the calls that are in each other, not
   those of all threads. */
static int depth; // warn: 'depth' is counted by 'deep' without a lock // no fix: what one function raises, lowers and decides by may count the calls of one thread
int deep(PyObject *of) {
  int result = -1;
  if (++depth > 20) // note: changed here by 'deep'
    PyErr_SetString(PyExc_RecursionError, "too deep");
  else
    result = PyTuple_Check(of) ? deep(PyTuple_GET_ITEM(of, 0)) : 0;
  depth--; // note: changed here by 'deep'
  return result;
}

/* Nobody decides by it: that many are in it. */
static _Atomic int busy; // warn: 'busy' is counted by 'work' without a lock // review: 'busy' becomes atomic
void work(void) {
  busy++; // note: changed here by 'work'
  PyErr_Clear();
  busy--; // note: changed here by 'work'
}
int working(void) {
  return busy; // note: used here by 'working'
}

/* A mark for more than one thing: two threads both do all of it, or see half. */
static PyObject *log_name; // warn: 'log_name' is replaced by 'open_log' // no fix: it needs a lock that only its author can choose, or a place in the module's state
static int log_open; // warn: 'log_open' is set by 'open_log' for all threads // no fix: it is read and then changed by what was read: atomic steps do not make that one step
void open_log(PyObject *name) {
  log_name = Py_NewRef(name); // note: changed here by 'open_log'
  log_open = 1; // note: changed here by 'open_log'
}
void close_log(void) {
  if (log_open) { // note: used here by 'close_log'
    Py_CLEAR(log_name);
    log_open = 0; // note: changed here by 'close_log'
  }
}
