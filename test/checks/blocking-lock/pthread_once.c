#include <Python.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static PyObject *decimal;

static void load(void) {
  decimal = PyImport_ImportModule("decimal"); // note: may run Python code here
}

PyObject *get(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  pthread_once(&once, load); // warn: 'pthread_once' waits while attached // no fix: would have to attach itself
  return Py_XNewRef(decimal);
}
