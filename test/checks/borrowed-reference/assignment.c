// also: c++
#include <Python.h>

int later(PyObject *dict, PyObject *key) {
  PyObject *value;
  int truth;

  value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  truth = PyObject_IsTrue(value);
  return truth;
}

int initialised(PyObject *dict, PyObject *key) {
  PyObject *value = NULL;
  if (dict != NULL) {
    value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  }
  if (value == NULL)
    return -1;
  return PyObject_IsTrue(value);
}

int to_a_parameter(PyObject *list) {
  list = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (list == NULL)
    return -1;
  return PyObject_IsTrue(list);
}

// The lookup swallows its errors, here and after the fix.
int swallowing(PyObject *dict, PyObject *key) {
  PyObject *value;
  value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return 0;
  return PyObject_IsTrue(value);
}
