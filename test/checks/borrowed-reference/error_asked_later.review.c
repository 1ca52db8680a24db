#include <Python.h>

/* Whether a number was one is asked later: an exception may be pending before. */
static long get(PyObject *dict, const char *name, long otherwise) {
  PyObject *value;
  {
    PyObject *pending = PyErr_GetRaisedException();
    if (PyDict_GetItemStringRef(dict, name, &value) < 0) {
      PyErr_Clear();
    }
    PyErr_SetRaisedException(pending);
  } // warn: 'PyDict_GetItemString' returns a reference borrowed from 'dict' // review: set aside
  if (value == NULL)
    return otherwise;
  long result = PyLong_AsLong(value);
  Py_DECREF(value);
  return result;
}

PyObject *area(PyObject *self, PyObject *dict) {
  long width = get(dict, "width", 1), height = get(dict, "height", 2);
  if (PyErr_Occurred())
    return NULL;
  return PyLong_FromLong(width * height);
}

PyObject *depth(PyObject *dict, PyObject *number) {
  long factor = PyLong_AsLong(number);
  PyObject *value;
  {
    PyObject *pending = PyErr_GetRaisedException();
    if (PyDict_GetItemStringRef(dict, "depth", &value) < 0) {
      PyErr_Clear();
    }
    PyErr_SetRaisedException(pending);
  } // warn: 'PyDict_GetItemString' returns a reference borrowed from 'dict' // review: set aside
  long found = value == NULL ? 1 : PyLong_AsLong(value);
  Py_XDECREF(value);
  if (PyErr_Occurred())
    return NULL;
  return PyLong_FromLong(found * factor);
}

/* Asked before. */
PyObject *scaled(PyObject *dict, PyObject *number) {
  long factor = PyLong_AsLong(number);
  if (factor == -1 && PyErr_Occurred())
    return NULL;
  PyObject *value;
  if (PyDict_GetItemStringRef(dict, "scale", &value) < 0) {
    PyErr_Clear();
  } // warn: 'PyDict_GetItemString' returns a reference borrowed from 'dict'
  long found = value == NULL ? 1 : PyLong_AsLong(value);
  Py_XDECREF(value);
  if (found == -1 && PyErr_Occurred())
    return NULL;
  return PyLong_FromLong(found * factor);
}
