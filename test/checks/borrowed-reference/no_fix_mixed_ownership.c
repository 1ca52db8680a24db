// also: c++
#include <Python.h>

// Owned on one path, borrowed on the other, and then the same code for both.
PyObject *merged(PyObject *dict, PyObject *key, int keep) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // review: another variable holds the object in 'value' until its last use
  if (value == NULL)
    return NULL;
  if (keep) {
    Py_INCREF(value);
    dict = NULL;
  }
  PyObject *text = PyObject_Str(value);
  if (keep)
    Py_DECREF(value);
  return text;
}

// A reference that somebody else takes over, and that nobody made.
int stolen(PyObject *tuple, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: on some paths the value is already owned
  return PyTuple_SetItem(tuple, 0, item);
}

// Released though it was borrowed: whatever this is, it is not ours to change.
int released(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: on some paths the value is already owned
  int truth = PyObject_IsTrue(item);
  Py_DECREF(item);
  return truth;
}

// Made strong for a while, used after that.
int for_a_while(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL)
    return -1;
  Py_INCREF(item);
  int truth = PyObject_IsTrue(item);
  Py_DECREF(item);
  return truth && PyObject_Size(item) > 0;
}
