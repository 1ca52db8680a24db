// also: c++
#include <Python.h>

// Every way out releases what it still holds.
long number(PyObject *dict, PyObject *key, long low, long high) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  if (!PyLong_Check(value)) {
    PyErr_SetString(PyExc_TypeError, "not a number");
    Py_DECREF(value);
    return -1;
  }
  long number = PyLong_AsLong(value);
  Py_DECREF(value);
  if (number == -1 && PyErr_Occurred())
    return -1;
  if (number < low || number > high)
    return low;
  return number;
}

// A value of the return that does not need it.
int constants(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyUnicode_Check(item)) {
    Py_DECREF(item);
    return 1;
  }
  if (PyLong_Check(item)) {
    Py_DECREF(item);
    return 2;
  }
  Py_DECREF(item);
  return 0;
}

// Computed from it: first the value, then the release.
Py_ssize_t sizes(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyList_Check(item)) {
    Py_ssize_t result = PyList_GET_SIZE(item);
    Py_DECREF(item);
    return result;
  }
  if (PyTuple_Check(item)) {
    Py_ssize_t result = PyTuple_GET_SIZE(item);
    Py_DECREF(item);
    return result;
  }
  Py_ssize_t result = PyObject_Size(item);
  Py_DECREF(item);
  return result;
}

void no_value(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL || !PyCallable_Check(item)) {
    Py_XDECREF(item);
    return;
  }
  PyObject *result = PyObject_CallObject(item, NULL);
  Py_DECREF(item);
  Py_XDECREF(result);
}

// The macros of CPython that return are no obstacle.
PyObject *py_return(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    Py_RETURN_NONE;
  if (PyObject_IsTrue(value)) {
    Py_DECREF(value);
    Py_RETURN_TRUE;
  }
  Py_DECREF(value);
  Py_RETURN_FALSE;
}
