#include <Python.h>

#include "in_header.h"

PyObject *show(PyObject *, PyObject *key) {
  TableGuard guard; // warn: waits for 'table' while attached, and 'PyObject_Repr' may run Python code while it is held // no fix: other files may wait for the lock too
  return PyObject_Repr(key); // note: may run Python code here
}
