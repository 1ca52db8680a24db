// also: c++
#include <Python.h>

int later(PyObject *dict, PyObject *key) {
  PyObject *value;
  int truth;

  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  truth = PyObject_IsTrue(value);
  Py_DECREF(value);
  return truth;
}

int initialised(PyObject *dict, PyObject *key) {
  PyObject *value = NULL;
  if (dict != NULL) {
    PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  }
  if (value == NULL)
    return -1;
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}

int to_a_parameter(PyObject *list) {
  list = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (list == NULL)
    return -1;
  int result = PyObject_IsTrue(list);
  Py_DECREF(list);
  return result;
}

// The lookup swallows its errors, here and after the fix.
int swallowing(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    return 0;
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}
