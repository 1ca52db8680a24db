// also: c++
#include <Python.h>

PyObject *incref(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *text = PyObject_Str(item);
  Py_DECREF(item);
  return text;
}

PyObject *xincref(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  return value;
}

PyObject *guarded(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  return value;
}

PyObject *guarded_in_braces(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  return value;
}

PyObject *function(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

// Only one of the paths keeps it: the others release.
PyObject *some_paths(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  if (!wanted) {
    PyObject *result = PyLong_FromLong(PyObject_IsTrue(value));
    Py_DECREF(value);
    return result;
  }
  return value;
}

// Kept by somebody who takes it over.
PyObject *stolen(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  PyObject *tuple = PyTuple_New(1);
  if (item == NULL || tuple == NULL) {
    Py_XDECREF(item);
    return NULL;
  }
  PyTuple_SET_ITEM(tuple, 0, item);
  return tuple;
}

int stored(PyObject **slot, PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  *slot = item;
  return 0;
}

// Another reference for the return, beside the one that is held.
PyObject *new_ref(PyObject *list, PyObject **slot) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  *slot = Py_NewRef(item);
  PyObject *result = PyObject_Str(item);
  Py_DECREF(item);
  return result;
}
