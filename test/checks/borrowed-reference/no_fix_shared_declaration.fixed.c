// also: c++
#include <Python.h>

int two(PyObject *dict) {
  PyObject *a = PyDict_GetItemString(dict, "a"), *b = PyDict_GetItemString(dict, "b"); // warn: borrowed from 'dict' // no fix: the declaration declares several variables // warn: borrowed from 'dict' // no fix: the declaration declares several variables
  if (a == NULL || b == NULL)
    return -1;
  return PyObject_RichCompareBool(a, b, Py_EQ);
}

int with_another(PyObject *dict) {
  PyObject *value = PyDict_GetItemString(dict, "a"), *text = NULL; // warn: borrowed from 'dict' // no fix: the declaration declares several variables
  if (value == NULL)
    return -1;
  text = PyObject_Str(value);
  Py_XDECREF(text);
  return text != NULL;
}

// A call that only changes its name may stay where it is.
int renamed(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0), *text; // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  text = PyObject_Str(item);
  Py_DECREF(item);
  Py_XDECREF(text);
  return text != NULL;
}
