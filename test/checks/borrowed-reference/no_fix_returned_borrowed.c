// also: c++
#include <Python.h>

static PyObject *registry;

// The callers do not release what they get.
PyObject *lookup(PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(registry, name); // warn: borrowed from 'registry' // no fix: the function returns the reference as borrowed: its callers must change too
  if (value == NULL && !PyErr_Occurred())
    PyErr_SetObject(PyExc_KeyError, name);
  return value;
}

PyObject *some_path(PyObject *list, PyObject *otherwise) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the function returns the reference as borrowed: its callers must change too
  if (item != NULL && PyLong_Check(item))
    return item;
  return otherwise;
}
