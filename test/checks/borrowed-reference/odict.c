// also: c++
#include <Python.h>

PyObject *plain(PyObject *odict, PyObject *key) {
  PyObject *value = PyODict_GetItem(odict, key); // warn: 'PyODict_GetItem' returns a reference borrowed from 'odict'
  Py_XINCREF(value);
  return value;
}

PyObject *with_error(PyObject *odict, PyObject *key) {
  PyObject *value = PyODict_GetItemWithError(odict, key); // warn: borrowed from 'odict'
  Py_XINCREF(value);
  return value;
}

PyObject *by_name(PyObject *odict) {
  PyObject *value = PyODict_GetItemString(odict, "name"); // warn: borrowed from 'odict'
  Py_XINCREF(value);
  return value;
}
