// also: c++
#include <Python.h>

// Two references that end in the same places: one edit a place, released in the
// reverse order, written with the first finding.
PyObject *add(PyObject *list) {
  PyObject *a = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  PyObject *b = PyList_GetItemRef(list, 1); // warn: borrowed from 'list' // note: fixed together with line 7
  if (a == NULL || b == NULL) {
    Py_XDECREF(b);
    Py_XDECREF(a);
    return NULL;
  }
  PyObject *result = PyNumber_Add(a, b);
  Py_DECREF(b);
  Py_DECREF(a);
  return result;
}

int three(PyObject *dict) {
  PyObject *a;
  if (PyDict_GetItemStringRef(dict, "a", &a) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (a == NULL)
    return -1;
  PyObject *b;
  if (PyDict_GetItemStringRef(dict, "b", &b) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict' // note: fixed together with line 15
  if (b == NULL) {
    Py_DECREF(a);
    return -1;
  }
  PyObject *c;
  if (PyDict_GetItemStringRef(dict, "c", &c) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict' // note: fixed together with line 15
  if (c == NULL) {
    Py_DECREF(b);
    Py_DECREF(a);
    return -1;
  }
  int result = PyObject_RichCompareBool(a, b, Py_LT) && PyObject_RichCompareBool(b, c, Py_LT);
  Py_DECREF(c);
  Py_DECREF(b);
  Py_DECREF(a);
  return result;
}

// Each has an end of its own.
int one_after_the_other(PyObject *list) {
  PyObject *first = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (first == NULL || PyObject_IsTrue(first) < 0) {
    Py_XDECREF(first);
    return -1;
  }
  Py_DECREF(first);
  PyObject *second = PyList_GetItemRef(list, 1); // warn: borrowed from 'list'
  if (second == NULL)
    return -1;
  int result = PyObject_IsTrue(second);
  Py_DECREF(second);
  return result;
}

// The second is looked up in the first.
PyObject *chain(PyObject *dict, PyObject *outer, PyObject *inner) {
  PyObject *scope;
  PyDict_GetItemRef(dict, outer, &scope); // warn: borrowed from 'dict'
  if (scope == NULL)
    return NULL;
  PyObject *value;
  PyDict_GetItemRef(scope, inner, &value); // warn: borrowed from 'scope'
  Py_DECREF(scope);
  if (value == NULL)
    return NULL;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result;
}
