// also: c++
#include <Python.h>

int around(PyObject *list, int kind) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  switch (kind) {
  case 0:
    return kind;
  case 1:
    if (PyUnicode_Check(item))
      return 1;
    break;
  case 2:
    kind = PyObject_IsTrue(item);
    break;
  default:
    return 0;
  }
  return kind;
}

int inside(PyObject *dict, int kind) {
  int result = 0;
  switch (kind) {
  case 0: {
    PyObject *value = PyDict_GetItemString(dict, "zero"); // warn: borrowed from 'dict'
    if (value == NULL)
      break;
    result = PyObject_IsTrue(value);
    break;
  }
  case 1: {
    PyObject *value = PyDict_GetItemString(dict, "one"); // warn: borrowed from 'dict'
    if (value == NULL)
      return -1;
    result = PyObject_IsTrue(value);
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
    value = PyDict_GetItemString(dict, "zero"); // warn: borrowed from 'dict'
    if (value == NULL)
      return -1;
    result = PyObject_IsTrue(value);
    break;
  case 1:
    value = PyDict_GetItemString(dict, "one"); // warn: borrowed from 'dict'
    result = value ? PyObject_IsTrue(value) : 0;
    break;
  }
  return result;
}
