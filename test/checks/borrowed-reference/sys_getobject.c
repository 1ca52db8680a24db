// also: c++
#include <Python.h>

int flush(void) {
  PyObject *file = PySys_GetObject("stdout"); // warn: 'PySys_GetObject' returns a reference borrowed that another thread may free before its last use; use 'PySys_GetOptionalAttrString' (Python 3.15 or pythoncapi_compat.h) // no fix: the strong twin is newer than the oldest Python to support
  if (file == NULL || file == Py_None)
    return 0;
  PyObject *result = PyObject_CallMethod(file, "flush", NULL); // note: used here while still borrowed
  Py_XDECREF(result);
  return result == NULL ? -1 : 0;
}
