// also: c++
#include <Python.h>

int use(PyObject *object);

// The item has a reference of its own; only the way of an error gives it up.
PyObject *result_of(PyObject *cache, PyObject *tag, PyObject *func) {
  PyObject *res;
  PyObject *x;
  if (PyDict_GetItemRef(cache, tag, &x) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'cache'
  if (x != NULL && PyTuple_GET_ITEM(x, 0) == Py_True) {
    res = PyTuple_GET_ITEM(x, 1);
    Py_INCREF(res);
  } else {
    res = PyObject_CallObject(func, NULL);
    if (res != NULL && PyDict_SetItem(cache, tag, res) < 0) {
      Py_DECREF(res);
      res = NULL;
    }
  }
  Py_XDECREF(x);
  use(func);
  return res;
}

PyObject *checked(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *part = PyTuple_GET_ITEM(item, 0);
  Py_INCREF(part);
  Py_DECREF(item);
  if (use(part) < 0) {
    Py_DECREF(part);
    return NULL;
  }
  return part;
}

// Given up, and looked at all the same: it is the object's again.
int looked_at_after(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  PyObject *part = PyTuple_GET_ITEM(item, 0), *other = part;
  Py_INCREF(part);
  use(part);
  Py_DECREF(part);
  int truth = PyObject_IsTrue(part);
  int result = use(other) + truth;
  Py_DECREF(item);
  return result;
}

// Another name gives it up.
int by_another_name(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  PyObject *part = PyTuple_GET_ITEM(item, 0);
  Py_INCREF(part);
  PyObject *again = part;
  Py_DECREF(again);
  int result = PyObject_IsTrue(part);
  Py_DECREF(item);
  return result;
}

// Handed to a list that gives it up.
int given(PyObject *list, PyObject *to) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  PyObject *part = PyTuple_GET_ITEM(item, 0);
  Py_INCREF(part);
  if (PyList_SetItem(to, 0, part) < 0) {
    Py_DECREF(item);
    return -1;
  }
  PyList_SetSlice(to, 0, 1, NULL);
  int result = PyObject_IsTrue(part);
  Py_DECREF(item);
  return result;
}

// The object is released before its item is: another reference stays.
int released_before(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  if (item == NULL)
    return -1;
  Py_INCREF(item);
  PyObject *part = PyTuple_GET_ITEM(item, 0);
  Py_INCREF(part);
  Py_DECREF(item);
  Py_DECREF(part);
  int result = PyObject_IsTrue(part);
  Py_XDECREF(item_kept);
  return result;
}
