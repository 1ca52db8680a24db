// compat: path
// options: MinPython=3.9 Compat=pythoncapi_compat
#include <Python.h>

int converts(PyObject *value);

int goes_on(PyObject *dict, PyObject *key, PyObject *value) {
  int known = converts(value);
  if (known < 0)
    known = 1;
  PyObject *found = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // review: a pending exception is set aside for the look-up
  return found != NULL ? PyObject_IsTrue(found) : known;
}
