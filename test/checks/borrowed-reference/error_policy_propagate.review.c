// options: ErrorPolicy=propagate
// also: c++
#include <Python.h>

// The branch for NULL leaves with an error: the lookup's own may go the same way.
PyObject *leaves_with_null(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict' // review: an error of the lookup is no longer swallowed
  if (value == NULL)
    return NULL;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result;
}

int leaves_with_minus_one(PyObject *dict) {
  PyObject *value;
  PyDict_GetItemStringRef(dict, "value", &value); // warn: borrowed from 'dict' // review: an error of the lookup is no longer swallowed
  if (!value) {
    return -1;
  }
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}

// Missing is no error here: the error is still cleared.
PyObject *has_a_default(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    Py_RETURN_NONE;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result;
}

int goes_on(PyObject *dict, PyObject *key) {
  int truth = 0;
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value != NULL)
    truth = PyObject_IsTrue(value);
  Py_XDECREF(value);
  return truth;
}

// Nothing was swallowed here.
PyObject *with_error(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result;
}

// What the label returns may be a success.
int jumps(PyObject *dict, PyObject *key) {
  int result = -1;
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    goto error;
  result = PyObject_IsTrue(value);
  Py_DECREF(value);
error:
  return result;
}
