// also: c++
#include <Python.h>

// A macro of the project that is an INCREF and nothing else.
#define KEEP(object) Py_XINCREF(object)
PyObject *incref(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: 'PyDict_GetItemWithError'
  return value;
}

// One that does more stays, and so does the hazard.
#define COUNT_AND_KEEP(object) (kept++, Py_XINCREF(object))
static int kept;
PyObject *counted(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: 'PyDict_GetItemWithError' // review: another variable holds the object in 'value' until its last use
  COUNT_AND_KEEP(value);
  return value;
}
