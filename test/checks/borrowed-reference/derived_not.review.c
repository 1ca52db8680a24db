// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *inner;
} Box;

// What a function that makes new references returns does not hang on its
// arguments.
static PyObject *text(PyObject *value) {
  if (PyUnicode_Check(value))
    Py_RETURN_NONE;
  return PyObject_Str(value);
}
static Box *boxed(PyObject *value) {
  Box *box = PyObject_New(Box, Py_TYPE(value));
  if (box == NULL)
    return NULL;
  box->inner = Py_NewRef(value);
  return box;
}
PyObject *returned(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  PyObject *result = text(value);
  Py_DECREF(value);
  return result; // note: used here
}
PyObject *by_variable(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  Box *box = NULL;
  if (value != NULL)
    box = boxed(value); // note: used here
  Py_XDECREF(value);
  return (PyObject *)box;
}
static PyObject *last;
int stored(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  last = text(value); // note: used here
  Py_DECREF(value);
  return last == NULL ? -1 : 0;
}

// An item that gets a reference of its own where it is stored or returned.
PyObject *taken(PyObject *dict, PyObject *key) {
  Box *box;
  PyDict_GetItemRef(dict, key, (PyObject **)&box); // warn: borrowed from 'dict' // review: 'box' is filled
  if (box == NULL)
    return NULL;
  Py_INCREF(box->inner); // note: used here
  PyObject *result = box->inner;
  Py_DECREF(box);
  return result;
}
int taken_after(PyObject *dict, PyObject *key, Box *into) {
  Box *box;
  PyDict_GetItemRef(dict, key, (PyObject **)&box); // warn: borrowed from 'dict' // review: 'box' is filled
  if (box == NULL)
    return -1;
  into->inner = box->inner; // note: used here
  Py_INCREF(box->inner);
  Py_DECREF(box);
  return 0;
}

// What the function itself releases later was its own.
PyObject *elsewhere(PyObject *value);
int array(PyObject *dict, PyObject *key) {
  PyObject *parts[2] = {NULL, NULL};
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  parts[0] = elsewhere(value); // note: used here
  Py_DECREF(value);
  parts[1] = PyList_New(0);
  Py_XDECREF(parts[0]);
  Py_XDECREF(parts[1]);
  return 0;
}
