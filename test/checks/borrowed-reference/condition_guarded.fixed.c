// also: c++
#include <Python.h>

// The look-up comes first: it moves before the `if`.
int leftmost(PyObject *dict, PyObject *key, int *calls) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value);
  if (value != NULL && PyUnicode_Check(value)) { // warn: borrowed from 'dict'
    *calls += 1;
    int result = PyObject_IsTrue(value);
    Py_DECREF(value);
    return result;
  }
  Py_XDECREF(value);
  return 0;
}

PyObject *made_strong(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  }
  if (value && PyCallable_Check(value)) { // warn: borrowed from 'dict'
    return value;
  }
  Py_XDECREF(value);
  value = Py_None;
  Py_INCREF(value);
  return value;
}

int missing(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  }
  if (!value || value == Py_None) { // warn: borrowed from 'dict'
    Py_XDECREF(value);
    return 0;
  }
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}

// Something is asked before: it is asked for the look-up, once.
int second(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value;
  value = NULL;
  if (dict != NULL && wanted && PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  }
  if (value != NULL && PyUnicode_Check(value)) { // warn: borrowed from 'dict'
    int result = PyObject_IsTrue(value);
    Py_DECREF(value);
    return result;
  }
  Py_XDECREF(value);
  return 0;
}

int last(PyObject *dict, PyObject *key, int *calls) {
  PyObject *value = NULL;
  if ((*calls)++ > 0) {
    PyDict_GetItemRef(dict, key, &value);
  }
  if (value != NULL) { // warn: borrowed from 'dict'
    int result = PyObject_IsTrue(value);
    Py_DECREF(value);
    return result;
  }
  return 0;
}

int either(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value;
  value = NULL;
  if (wanted && PyDict_GetItemStringRef(dict, "key", &value) < 0) {
    PyErr_Clear();
  }
  if (value == NULL) // warn: borrowed from 'dict'
    return PyObject_IsTrue(key);
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}

int in_a_loop(PyObject *list, PyObject *dict) {
  int truth = 0;
  for (Py_ssize_t i = 0; i < 3; i++) {
    PyObject *value;
    value = NULL;
    if (i > 0 && PyDict_GetItemRef(dict, list, &value) < 0) {
      PyErr_Clear();
    }
    if (value != NULL) { // warn: borrowed from 'dict'
      truth += PyObject_IsTrue(value);
      Py_DECREF(value);
      continue;
    }
    truth++;
  }
  return truth;
}
