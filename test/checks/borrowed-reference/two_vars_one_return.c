// also: c++
#include <Python.h>

// Two references that end in the same places: one edit a place, released in the
// reverse order, written with the first finding.
PyObject *add(PyObject *list) {
  PyObject *a = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  PyObject *b = PyList_GetItem(list, 1); // warn: borrowed from 'list' // note: fixed together with line 7
  if (a == NULL || b == NULL)
    return NULL;
  return PyNumber_Add(a, b);
}

int three(PyObject *dict) {
  PyObject *a = PyDict_GetItemString(dict, "a"); // warn: borrowed from 'dict'
  if (a == NULL)
    return -1;
  PyObject *b = PyDict_GetItemString(dict, "b"); // warn: borrowed from 'dict' // note: fixed together with line 15
  if (b == NULL)
    return -1;
  PyObject *c = PyDict_GetItemString(dict, "c"); // warn: borrowed from 'dict' // note: fixed together with line 15
  if (c == NULL)
    return -1;
  return PyObject_RichCompareBool(a, b, Py_LT) && PyObject_RichCompareBool(b, c, Py_LT);
}

// Each has an end of its own.
int one_after_the_other(PyObject *list) {
  PyObject *first = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (first == NULL || PyObject_IsTrue(first) < 0)
    return -1;
  PyObject *second = PyList_GetItem(list, 1); // warn: borrowed from 'list'
  if (second == NULL)
    return -1;
  return PyObject_IsTrue(second);
}

// The second is looked up in the first.
PyObject *chain(PyObject *dict, PyObject *outer, PyObject *inner) {
  PyObject *scope = PyDict_GetItemWithError(dict, outer); // warn: borrowed from 'dict'
  if (scope == NULL)
    return NULL;
  PyObject *value = PyDict_GetItemWithError(scope, inner); // warn: borrowed from 'scope'
  if (value == NULL)
    return NULL;
  return PyObject_Str(value);
}
