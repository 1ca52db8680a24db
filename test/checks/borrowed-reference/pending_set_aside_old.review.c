// compat: path
// options: MinPython=3.9 Compat=pythoncapi_compat
#include <Python.h>
#include "pythoncapi_compat.h"

int converts(PyObject *value);

int goes_on(PyObject *dict, PyObject *key, PyObject *value) {
  int known = converts(value);
  if (known < 0)
    known = 1;
  PyObject *found;
  {
    PyObject *type, *value2, *traceback;
    PyErr_Fetch(&type, &value2, &traceback);
    if (PyDict_GetItemRef(dict, key, &found) < 0) {
      PyErr_Clear();
    }
    PyErr_Restore(type, value2, traceback);
  } // warn: borrowed from 'dict' // review: a pending exception is set aside for the look-up
  int result = found != NULL ? PyObject_IsTrue(found) : known;
  Py_XDECREF(found);
  return result;
}
