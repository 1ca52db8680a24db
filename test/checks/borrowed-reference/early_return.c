// also: c++
#include <Python.h>

// Every way out releases what it still holds.
long number(PyObject *dict, PyObject *key, long low, long high) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  if (!PyLong_Check(value)) {
    PyErr_SetString(PyExc_TypeError, "not a number");
    return -1;
  }
  long number = PyLong_AsLong(value);
  if (number == -1 && PyErr_Occurred())
    return -1;
  if (number < low || number > high)
    return low;
  return number;
}

// A value of the return that does not need it.
int constants(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyUnicode_Check(item))
    return 1;
  if (PyLong_Check(item))
    return 2;
  return 0;
}

// Computed from it: first the value, then the release.
Py_ssize_t sizes(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyList_Check(item))
    return PyList_GET_SIZE(item);
  if (PyTuple_Check(item)) {
    return PyTuple_GET_SIZE(item);
  }
  return PyObject_Size(item);
}

void no_value(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL || !PyCallable_Check(item))
    return;
  PyObject *result = PyObject_CallObject(item, NULL);
  Py_XDECREF(result);
}

// The macros of CPython that return are no obstacle.
PyObject *py_return(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    Py_RETURN_NONE;
  if (PyObject_IsTrue(value))
    Py_RETURN_TRUE;
  Py_RETURN_FALSE;
}
