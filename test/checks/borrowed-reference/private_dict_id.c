// requires: python3.9
// options: MinPython=3.9
#include <Python.h>

_Py_IDENTIFIER(name);

PyObject *with_error(PyObject *dict) {
  PyObject *value = _PyDict_GetItemIdWithError(dict, &PyId_name); // warn: '_PyDict_GetItemIdWithError' returns a reference borrowed from 'dict' that another thread may free before its last use; use 'PyDict_GetItemStringRef' // no fix: there is no strong twin for this call
  Py_XINCREF(value);
  return value;
}

PyObject *swallowing(PyObject *dict) {
  PyObject *value = _PyDict_GetItemId(dict, &PyId_name); // warn: '_PyDict_GetItemId' returns // no fix: there is no strong twin
  Py_XINCREF(value);
  return value;
}

PyObject *of_sys(void) {
  PyObject *value = _PySys_GetObjectId(&PyId_name); // warn: '_PySys_GetObjectId' returns // no fix: there is no strong twin
  Py_XINCREF(value);
  return value;
}
