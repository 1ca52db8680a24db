#include <Python.h>

// An exception may leave from anywhere: nothing is kept until the return.

int looks_at(PyObject **objects);

int address(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the address of the variable is taken
  return looks_at(&item);
}

int mixed(PyObject *list, bool keep) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  if (item == nullptr)
    return -1;
  if (keep)
    Py_INCREF(item);
  int truth = PyObject_IsTrue(item);
  if (keep)
    Py_DECREF(item);
  Py_XDECREF(item_kept);
  return truth;
}

int elsewhere(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  if (item == nullptr)
    item = Py_None;
  int result = PyObject_IsTrue(item);
  Py_XDECREF(item_kept);
  return result;
}

PyObject *holders(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  PyObject *result = item;
  Py_XINCREF(result);
  Py_XDECREF(item_kept);
  return result;
}

int rounds(PyObject *list) {
  PyObject *item = nullptr;
  for (int i = 0; i < 3; i++) {
    if (item != nullptr && PyObject_IsTrue(item) < 0)
      return -1;
    item = PyList_GetItem(list, i); // warn: borrowed from 'list' // no fix: the value is used in a later round of the loop
  }
  return 0;
}
