// requires: python3.13
#include <Python.h>

static PyMutex mu;
static PyObject *cached;

// Who waits for a PyMutex is detached, but who holds it must not come back.
PyObject *call(PyObject *callback) {
  PyMutex_Lock(&mu); // warn: 'PyObject_CallNoArgs' may run Python code while 'mu' is held: code that comes back to this lock waits for itself // no fix: what runs Python code has to move out of the lock
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  PyMutex_Unlock(&mu);
  return result;
}
