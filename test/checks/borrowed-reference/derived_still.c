// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *inner;
} Box;

// This one gives what lives by its argument.
static PyObject *first(PyObject *value) {
  if (!PyTuple_Check(value))
    return NULL;
  return PyTuple_GET_ITEM(value, 0);
}
PyObject *returned(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (value == NULL)
    return NULL;
  return first(value); // note: used here
}
// Made, kept by the argument, and released: borrowed again.
static PyObject *added(PyObject *list) {
  PyObject *made = PyList_New(0);
  if (made == NULL)
    return NULL;
  if (PyList_Append(list, made) < 0) {
    Py_DECREF(made);
    return NULL;
  }
  Py_DECREF(made);
  return made;
}
PyObject *returned_added(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (value == NULL)
    return NULL;
  return added(value); // note: used here
}

// The reference is for something else by the time it is taken.
PyObject *changed(PyObject *dict, PyObject *key, Box *other) {
  Box *box = (Box *)PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (box == NULL)
    return NULL;
  Py_INCREF(box->inner); // note: used here
  box->inner = other->inner;
  return box->inner;
}
int on_one_path(PyObject *dict, PyObject *key, Box *into, int mode) {
  Box *box = (Box *)PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (box == NULL)
    return -1;
  if (mode)
    Py_INCREF(box->inner); // note: used here
  into->inner = box->inner;
  return 0;
}
