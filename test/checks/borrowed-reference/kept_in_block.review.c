// also: c++
#include <Python.h>

void looks_at(PyObject **objects);
struct place {
  PyObject *object;
};

// Found in one of two branches, and the other one makes a new one.
int in_a_branch(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value = NULL;
  PyObject *value_kept = NULL;
  if (wanted) {
    PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict' // review: another variable holds the object in 'value' until its last use
    value_kept = value;
    Py_XINCREF(value);
  }
  int truth = value != NULL ? PyObject_IsTrue(value) : 0;
  if (value == NULL) {
    Py_XDECREF(value_kept);
    return truth;
  }
  if (truth < 0) {
    Py_DECREF(value);
    Py_XDECREF(value_kept);
    return -1;
  }
  Py_DECREF(value);
  int result = truth && PyObject_Size(value) > 0;
  Py_XDECREF(value_kept);
  return result;
}

// The rounds of a loop, and all the ways out of one.
int rounds(PyObject *list, PyObject *to, Py_ssize_t n) {
  Py_ssize_t i;
  for (i = 0; i < n; i++) {
    PyObject *item = PyList_GetItemRef(list, i); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
    PyObject *item_kept = item;
    if (item == NULL)
      return -1;
    if (PyUnicode_Check(item)) {
      Py_INCREF(item);
      if (PyList_Append(to, item) < 0) {
        Py_DECREF(item);
        Py_XDECREF(item_kept);
        return -1;
      }
      Py_DECREF(item);
    }
    if (item == to) {
      Py_XDECREF(item_kept);
      continue;
    }
    if (PyObject_IsTrue(item)) {
      Py_XDECREF(item_kept);
      break;
    }
    if (PyObject_Size(item) > 0) {
      int result = (int)PyObject_Size(item);
      Py_XDECREF(item_kept);
      return result;
    }
    Py_XDECREF(item_kept);
  }
  return 0;
}

// The reference that is released early is the lender's again.
PyObject *first_of(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *item_kept = item;
  if (item == NULL)
    return NULL;
  Py_INCREF(item);
  PyObject *first = PyTuple_GET_ITEM(item, 0);
  Py_DECREF(item);
  PyObject *result = PyObject_Str(first);
  Py_XDECREF(item_kept);
  return result;
}

// What looks at the variable by its address may put anything there.
int by_address(PyObject *list, PyObject *tuple) {
  PyObject *item_kept = NULL;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  item_kept = item;
  looks_at(&item);
  int result = PyObject_IsTrue(tuple);
  Py_XDECREF(item_kept);
  return result;
}

// A jump into the block would bring a variable that was never filled.
int jumped_into(PyObject *list, int again) {
  PyObject *item_kept = NULL;
  PyObject *item = NULL;
  if (again)
    goto use;
  item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  item_kept = item;
  if (item == NULL)
    item = Py_None;
use:
  {
    int result = item != NULL && PyObject_IsTrue(item);
    Py_XDECREF(item_kept);
    return result;
  }
}

// Given to a place that stays, with no reference.
int stored(struct place *to, PyObject *list, int keep) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is stored without a reference of its own
  if (keep)
    Py_XINCREF(item);
  to->object = item;
  return 0;
}

// Released though nobody has made it strong.
int released(PyObject *list, int keep) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: on some paths the value is already owned
  if (item == NULL)
    return -1;
  int truth = PyObject_IsTrue(item);
  if (keep)
    Py_DECREF(item);
  return truth;
}
