// also: c++
#include <Python.h>

PyObject *incref(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  Py_INCREF(item);
  PyObject *text = PyObject_Str(item);
  Py_DECREF(item);
  return text;
}

PyObject *xincref(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  Py_XINCREF(value);
  return value;
}

PyObject *guarded(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value)
    Py_INCREF(value);
  return value;
}

PyObject *guarded_in_braces(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value != NULL) {
    Py_INCREF(value);
  }
  return value;
}

PyObject *function(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  Py_IncRef(item);
  return item;
}

// Only one of the paths keeps it: the others release.
PyObject *some_paths(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  if (!wanted)
    return PyLong_FromLong(PyObject_IsTrue(value));
  Py_INCREF(value);
  return value;
}

// Kept by somebody who takes it over.
PyObject *stolen(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  PyObject *tuple = PyTuple_New(1);
  if (item == NULL || tuple == NULL)
    return NULL;
  Py_INCREF(item);
  PyTuple_SET_ITEM(tuple, 0, item);
  return tuple;
}

int stored(PyObject **slot, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  Py_INCREF(item);
  *slot = item;
  return 0;
}

// Another reference for the return, beside the one that is held.
PyObject *new_ref(PyObject *list, PyObject **slot) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  *slot = Py_NewRef(item);
  return PyObject_Str(item);
}
