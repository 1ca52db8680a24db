// also: c++
#include <Python.h>

// A pointer that walks through the object.
int count(PyObject *dict, char wanted) {
  PyObject *bytes;
  if (PyDict_GetItemStringRef(dict, "data", &bytes) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (bytes == NULL || !PyBytes_Check(bytes)) {
    Py_XDECREF(bytes);
    return -1;
  }
  int found = 0;
  const char *at = PyBytes_AS_STRING(bytes);
  for (; *at; at++)
    found += *at == wanted;
  Py_DECREF(bytes);
  return found;
}

// One of several.
int chosen(PyObject *dict, int kind) {
  PyObject *name;
  if (PyDict_GetItemStringRef(dict, "name", &name) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (name == NULL)
    return -1;
  const char *text = kind ? PyUnicode_AsUTF8(name) : "default";
  int length = 0;
  while (text && text[length])
    length++;
  Py_DECREF(name);
  return length;
}

// Through another variable of the same type, which stands for the same object.
int alias(PyObject *dict) {
  PyObject *value;
  if (PyDict_GetItemStringRef(dict, "value", &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  PyObject *same = value;
  if (same == NULL) {
    Py_XDECREF(value);
    return -1;
  }
  int truth = PyObject_IsTrue(value);
  int result = truth && PyObject_Size(same) > 0;
  Py_XDECREF(value);
  return result;
}

// Assigned later, in a branch.
int in_a_branch(PyObject *dict) {
  const char *text = "";
  PyObject *name;
  if (PyDict_GetItemStringRef(dict, "name", &name) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (name != NULL && PyUnicode_Check(name))
    text = PyUnicode_AsUTF8(name);
  int result = text != NULL && text[0] == '_';
  Py_XDECREF(name);
  return result;
}

// Items in a loop, each for its round.
long sum(PyObject *dict) {
  PyObject *tuple;
  if (PyDict_GetItemStringRef(dict, "numbers", &tuple) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  long total = 0;
  if (tuple == NULL)
    return 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
    PyObject *number = PyTuple_GET_ITEM(tuple, i);
    if (!PyLong_Check(number)) {
      Py_DECREF(tuple);
      return -1;
    }
    total += PyLong_AsLong(number);
  }
  Py_DECREF(tuple);
  return total;
}
