// also: c++
#include <Python.h>

PyObject *plain(PyObject *odict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(odict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: 'PyODict_GetItem' returns a reference borrowed from 'odict'
  return value;
}

PyObject *with_error(PyObject *odict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(odict, key, &value); // warn: borrowed from 'odict'
  return value;
}

PyObject *by_name(PyObject *odict) {
  PyObject *value;
  if (PyDict_GetItemStringRef(odict, "name", &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'odict'
  return value;
}
