// also: c++
#include <Python.h>

int around(PyObject *list, int kind) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  switch (kind) {
  case 0:
    Py_DECREF(item);
    return kind;
  case 1:
    if (PyUnicode_Check(item)) {
      Py_DECREF(item);
      return 1;
    }
    break;
  case 2:
    kind = PyObject_IsTrue(item);
    break;
  default:
    Py_DECREF(item);
    return 0;
  }
  Py_DECREF(item);
  return kind;
}

int inside(PyObject *dict, int kind) {
  int result = 0;
  switch (kind) {
  case 0: {
    PyObject *value;
    if (PyDict_GetItemStringRef(dict, "zero", &value) < 0) {
      PyErr_Clear();
    } // warn: borrowed from 'dict'
    if (value == NULL)
      break;
    result = PyObject_IsTrue(value);
    Py_DECREF(value);
    break;
  }
  case 1: {
    PyObject *value;
    if (PyDict_GetItemStringRef(dict, "one", &value) < 0) {
      PyErr_Clear();
    } // warn: borrowed from 'dict'
    if (value == NULL)
      return -1;
    result = PyObject_IsTrue(value);
    Py_DECREF(value);
  }
  /* fall through */
  default:
    result++;
  }
  return result;
}

// A case without a block of its own.
int without_block(PyObject *dict, int kind) {
  PyObject *value;
  int result = 0;
  switch (kind) {
  case 0:
    if (PyDict_GetItemStringRef(dict, "zero", &value) < 0) {
      PyErr_Clear();
    } // warn: borrowed from 'dict'
    if (value == NULL)
      return -1;
    result = PyObject_IsTrue(value);
    Py_DECREF(value);
    break;
  case 1:
    if (PyDict_GetItemStringRef(dict, "one", &value) < 0) {
      PyErr_Clear();
    } // warn: borrowed from 'dict'
    result = value ? PyObject_IsTrue(value) : 0;
    Py_XDECREF(value);
    break;
  }
  return result;
}
