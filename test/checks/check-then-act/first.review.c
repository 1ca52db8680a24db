// also: c++
#include <Python.h>

static PyObject *cache;

PyObject *make(PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(cache, key); // NOLINT(freethreading-borrowed-reference)
  Py_XINCREF(value);
  if (value == NULL && !PyErr_Occurred()) {
    value = PyObject_Repr(key);
    if (value == NULL)
      return NULL;
    PyObject *winner;
    if (PyDict_SetDefaultRef(cache, key, value, &winner) < 0) { // warn: 'PyDict_SetItem' adds to 'cache' what was missing before, and another thread may have added it // review: what another thread put there first is used
      Py_DECREF(value);
      return NULL;
    }
    Py_DECREF(value);
    value = winner;
  }
  return value;
}
