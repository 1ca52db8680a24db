// also: c++
#include <Python.h>

// Evaluated sometimes, or after something else.
int operand(PyObject *dict) {
  return PyDict_GetItem(dict, Py_None) && PyObject_IsTrue(PyDict_GetItem(dict, Py_None)); // warn: borrowed from 'dict' // no fix: the call is nested
}

int conditional(PyObject *dict, PyObject *key) {
  PyObject *value = key ? PyDict_GetItemWithError(dict, key) : dict; // warn: borrowed from 'dict' // no fix: the call is nested
  return value != NULL && PyObject_IsTrue(value);
}

// Evaluated in each round, or not at all.
int loop_condition(PyObject *dict, PyObject *keys) {
  PyObject *value;
  Py_ssize_t i = 0;
  while ((value = PyDict_GetItemWithError(dict, PyTuple_GET_ITEM(keys, i))) != NULL) // warn: borrowed from 'dict' // no fix: the call is nested
    i += PyObject_IsTrue(value);
  return (int)i;
}

int second_operand(PyObject *dict, PyObject *key, PyObject *value) {
  if (key != NULL && (value = PyDict_GetItemWithError(dict, key)) != NULL) // warn: borrowed from 'dict' // no fix: the call is nested
    return PyObject_IsTrue(value);
  return 0;
}

int else_if(PyObject *dict, PyObject *key, int kind) {
  PyObject *value;
  if (kind)
    return kind;
  else if ((value = PyDict_GetItemWithError(dict, key)) != NULL) // warn: borrowed from 'dict' // no fix: the call is nested
    return PyObject_IsTrue(value);
  return 0;
}

int for_init(PyObject *dict, PyObject *key) {
  int rounds = 0;
  for (PyObject *value = PyDict_GetItemWithError(dict, key); rounds < 3; rounds++) // warn: borrowed from 'dict' // no fix: the call is nested
    if (value != NULL && PyObject_IsTrue(value))
      return 1;
  return 0;
}

// Looked up in front of the first conversion, it would find something else.
long second_declared(PyObject *dict) {
  long first = PyLong_AsLong(PyTuple_GET_ITEM(dict, 0)), second = PyLong_AsLong(PyDict_GetItem(dict, Py_None)); // warn: borrowed from 'dict' // no fix: the call is nested
  return first + second;
}
