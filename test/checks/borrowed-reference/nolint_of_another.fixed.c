// also: c++
#include <Python.h>

PyObject *another_check(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // NOLINT(bugprone-macro-parentheses) // warn: borrowed from 'list'
  return item;
}

// The comment belongs to the line of the lookup.
PyObject *another_line(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  // noqa: borrowed-ref OK
  return item;
}

// A silenced lookup does not keep the next one from being fixed.
PyObject *one_of_two(PyObject *list) {
  PyObject *first = PyList_GetItem(list, 0); // noqa: borrowed-ref OK
  PyObject *second = PyList_GetItemRef(list, 1); // warn: borrowed from 'list'
  if (first == NULL || second == NULL) {
    Py_XDECREF(second);
    return NULL;
  }
  PyObject *result = PyNumber_Add(first, second);
  Py_DECREF(second);
  return result;
}
