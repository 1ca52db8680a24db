// also: c++
#include <Python.h>

// Not called and not found lead to different places.
int either(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value;
  if (wanted || (value = PyDict_GetItem(dict, key)) != NULL) // warn: borrowed from 'dict' // no fix: the call is nested
    return wanted ? 1 : PyObject_IsTrue(value);
  return 0;
}

// What the variable held before counts when the call is not made.
int before(PyObject *dict, PyObject *key, PyObject *value) {
  if (key != NULL && (value = PyDict_GetItem(dict, key)) != NULL) // warn: borrowed from 'dict' // no fix: the call is nested
    return PyObject_IsTrue(value);
  return value == NULL;
}

// Called for only one of the questions that are asked.
int nested(PyObject *dict, PyObject *key, int a, int b) {
  PyObject *value;
  if (a && (b || (value = PyDict_GetItem(dict, key)) == NULL)) // warn: borrowed from 'dict' // no fix: the call is nested
    return 1;
  return a ? PyObject_IsTrue(value) : 0;
}

// The value is not what is tested.
int compared(PyObject *dict, PyObject *key, int a) {
  PyObject *value;
  if (a && (value = PyDict_GetItem(dict, key)) != key) // warn: borrowed from 'dict' // no fix: the call is nested
    return PyObject_IsTrue(value);
  return 0;
}

// A comment would get lost.
int comment(PyObject *dict, PyObject *key, int a) {
  PyObject *value;
  if (a /* there is one */ && (value = PyDict_GetItem(dict, key)) != NULL) // warn: borrowed from 'dict' // no fix: the call is nested
    return PyObject_IsTrue(value);
  return 0;
}
