// also: c++
#include <Python.h>

// The body gets braces for the new variable.
Py_ssize_t total(PyObject *list, Py_ssize_t count) {
  Py_ssize_t length = 0;
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject *item = PyList_GetItemRef(list, i);
    length += PyBytes_Size(item); // warn: borrowed from 'list'
    Py_XDECREF(item);
  }
  return length;
}

int one_line(PyObject *list, int wanted) {
  int found = 0;
  if (wanted) {
    PyObject *item = PyList_GetItemRef(list, 0);
    found = PyObject_IsTrue(item); // warn: borrowed from 'list'
    Py_XDECREF(item);
  }
  else found = 3;
  return found;
}

PyObject *returned(PyObject *dict, int wanted) {
  if (wanted) {
    PyObject *item;
    if (PyDict_GetItemStringRef(dict, "name", &item) < 0) {
      PyErr_Clear();
    }
    PyObject *result = PyObject_Str(item);
    Py_XDECREF(item);
    return result; // warn: borrowed from 'dict'
  }
  else {
    PyObject *item2;
    if (PyDict_GetItemStringRef(dict, "name", &item2) < 0) {
      PyErr_Clear();
    }
    PyObject *result2 = PyObject_Repr(item2);
    Py_XDECREF(item2);
    return result2; // warn: borrowed from 'dict'
  }
}

int without_else(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value = NULL;
  if (wanted) {
    if (PyDict_GetItemRef(dict, key, &value) < 0) {
      PyErr_Clear();
    }
  } // warn: borrowed from 'dict'
  else
    wanted = 1;
  if (value == NULL)
    return -wanted;
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}
