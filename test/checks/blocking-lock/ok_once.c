#include <Python.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int table[256];

// Nothing of Python: fine.
static void fill(void) {
  for (int i = 0; i < 256; i++)
    table[i] = i * 3;
}

PyObject *get(PyObject *self, PyObject *number) {
  (void)self;
  pthread_once(&once, fill);
  return PyLong_FromLong(table[PyLong_AsLong(number) & 255]);
}

// Waits detached, and attaches itself.
static pthread_once_t other = PTHREAD_ONCE_INIT;
static PyObject *decimal;
static void load(void) {
  PyGILState_STATE state = PyGILState_Ensure();
  decimal = PyImport_ImportModule("decimal");
  PyGILState_Release(state);
}

PyObject *get_decimal(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  pthread_once(&other, load);
  Py_END_ALLOW_THREADS
  return Py_XNewRef(decimal);
}
