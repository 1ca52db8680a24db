// compat: path
// also: c++
#include <Python.h>
#include "pythoncapi_compat.h"

int flush(void) {
  PyObject *file;
  if (PySys_GetOptionalAttrString("stdout", &file) < 0) {
    PyErr_Clear();
  } // warn: 'PySys_GetObject' returns a reference borrowed
  if (file == NULL || file == Py_None) {
    Py_XDECREF(file);
    return 0;
  }
  PyObject *result = PyObject_CallMethod(file, "flush", NULL);
  Py_DECREF(file);
  Py_XDECREF(result);
  return result == NULL ? -1 : 0;
}

int write_to(const char *name, PyObject *text) {
  PyObject *file;
  if (PySys_GetOptionalAttrString((char *)name, &file) < 0) {
    PyErr_Clear();
  }
  if (file == NULL) // warn: 'PySys_GetObject'
    return -1;
  int result = PyObject_SetAttrString(file, "last", text);
  Py_DECREF(file);
  return result;
}
