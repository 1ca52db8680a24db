// compat: path
// also: c++
#include <Python.h>
#include "pythoncapi_compat.h"

int flush(void) {
  PyObject *file = PySys_GetObject("stdout"); // warn: 'PySys_GetObject' returns a reference borrowed
  if (file == NULL || file == Py_None)
    return 0;
  PyObject *result = PyObject_CallMethod(file, "flush", NULL);
  Py_XDECREF(result);
  return result == NULL ? -1 : 0;
}

int write_to(const char *name, PyObject *text) {
  PyObject *file;
  if ((file = PySys_GetObject((char *)name)) == NULL) // warn: 'PySys_GetObject'
    return -1;
  return PyObject_SetAttrString(file, "last", text);
}
