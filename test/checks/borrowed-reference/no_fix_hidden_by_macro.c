// also: c++
#include <Python.h>

#define LOOKUP(name) PyDict_GetItemString(dict, #name)
#define GOES(statement) statement;

PyObject *call(PyObject *dict) {
  PyObject *value = LOOKUP(value); // warn: 'PyDict_GetItemString' // no fix: the call is hidden in a macro
  Py_XINCREF(value);
  return value;
}

PyObject *statement(PyObject *dict, PyObject *key) {
  PyObject *value;
  GOES(value = PyDict_GetItemWithError(dict, key)) // warn: 'PyDict_GetItemWithError' // no fix: the call is hidden in a macro
  Py_XINCREF(value);
  return value;
}
