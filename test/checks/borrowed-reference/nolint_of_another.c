// also: c++
#include <Python.h>

PyObject *another_check(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // NOLINT(bugprone-macro-parentheses) // warn: borrowed from 'list'
  Py_XINCREF(item);
  return item;
}

// The comment belongs to the line of the lookup.
PyObject *another_line(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  Py_XINCREF(item); // noqa: borrowed-ref OK
  return item;
}

// A silenced lookup does not keep the next one from being fixed.
PyObject *one_of_two(PyObject *list) {
  PyObject *first = PyList_GetItem(list, 0); // noqa: borrowed-ref OK
  PyObject *second = PyList_GetItem(list, 1); // warn: borrowed from 'list'
  if (first == NULL || second == NULL)
    return NULL;
  return PyNumber_Add(first, second);
}
