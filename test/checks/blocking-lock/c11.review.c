#include <Python.h>
#include <threads.h>

static mtx_t mu;
static once_flag once = ONCE_FLAG_INIT;
static PyObject *decimal;

PyObject *call(PyObject *callback) {
  Py_BEGIN_ALLOW_THREADS
  mtx_lock(&mu); // warn: waits for 'mu' while attached // review: other threads run
  Py_END_ALLOW_THREADS
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  mtx_unlock(&mu);
  return result;
}

static void load(void) {
  PyGILState_STATE state = PyGILState_Ensure();
  decimal = PyImport_ImportModule("decimal"); // note: 'PyImport_ImportModule' may run Python code here
  PyGILState_Release(state);
}

PyObject *get(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  call_once(&once, load); // warn: 'call_once' waits while attached, and 'PyImport_ImportModule' may run Python code in what it runs // review: attaches itself
  Py_END_ALLOW_THREADS
  return Py_XNewRef(decimal);
}
