// also: c++
#include <Python.h>

// The look-up comes first: it moves before the `if`.
int leftmost(PyObject *dict, PyObject *key, int *calls) {
  PyObject *value;
  if ((value = PyDict_GetItemWithError(dict, key)) != NULL && PyUnicode_Check(value)) { // warn: borrowed from 'dict'
    *calls += 1;
    return PyObject_IsTrue(value);
  }
  return 0;
}

PyObject *made_strong(PyObject *dict, PyObject *key) {
  PyObject *value;
  if ((value = PyDict_GetItem(dict, key)) && PyCallable_Check(value)) { // warn: borrowed from 'dict'
    Py_INCREF(value);
    return value;
  }
  value = Py_None;
  Py_INCREF(value);
  return value;
}

int missing(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (!(value = PyDict_GetItem(dict, key)) || value == Py_None) // warn: borrowed from 'dict'
    return 0;
  return PyObject_IsTrue(value);
}

// Something is asked before: it is asked for the look-up, once.
int second(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value;
  if (dict != NULL && wanted && (value = PyDict_GetItem(dict, key)) != NULL && PyUnicode_Check(value)) // warn: borrowed from 'dict'
    return PyObject_IsTrue(value);
  return 0;
}

int last(PyObject *dict, PyObject *key, int *calls) {
  PyObject *value = NULL;
  if ((*calls)++ > 0 && (value = PyDict_GetItemWithError(dict, key))) { // warn: borrowed from 'dict'
    return PyObject_IsTrue(value);
  }
  return 0;
}

int either(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value;
  if (!wanted || NULL == (value = PyDict_GetItemString(dict, "key"))) // warn: borrowed from 'dict'
    return PyObject_IsTrue(key);
  return PyObject_IsTrue(value);
}

int in_a_loop(PyObject *list, PyObject *dict) {
  int truth = 0;
  for (Py_ssize_t i = 0; i < 3; i++) {
    PyObject *value;
    if (i > 0 && (value = PyDict_GetItem(dict, list)) != NULL) { // warn: borrowed from 'dict'
      truth += PyObject_IsTrue(value);
      continue;
    }
    truth++;
  }
  return truth;
}
