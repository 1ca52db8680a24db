// also: c++
#include <Python.h>

// An error of the lookup was swallowed, and still is.
int flush(void) {
  PyObject *file = PySys_GetObject("stdout"); // warn: 'PySys_GetObject' returns a reference borrowed that another thread may free before its last use; use 'PySys_GetOptionalAttrString'
  if (file == NULL || file == Py_None)
    return 0;
  PyObject *result = PyObject_CallMethod(file, "flush", NULL); // note: used here while still borrowed
  Py_XDECREF(result);
  return result == NULL ? -1 : 0;
}
