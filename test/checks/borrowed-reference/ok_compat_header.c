// compat: path
// requires: python3.9
#include <Python.h>
#include "pythoncapi_compat.h"

// The header itself borrows, for old versions: it is not the project's.
PyObject *first(PyObject *list) { return PyList_GetItemRef(list, 0); }

int found(PyObject *dict, PyObject *key) {
  PyObject *value;
  int result = PyDict_GetItemRef(dict, key, &value);
  Py_XDECREF(value);
  return result;
}
