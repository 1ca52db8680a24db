// also: c++
#include <Python.h>

void looks_at(PyObject **objects);
struct place {
  PyObject *object;
};

// Found in one of two branches, and the other one makes a new one.
int in_a_branch(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value = NULL;
  if (wanted) {
    value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // review: another variable holds the object in 'value' until its last use
    Py_XINCREF(value);
  }
  int truth = value != NULL ? PyObject_IsTrue(value) : 0;
  if (value == NULL)
    return truth;
  if (truth < 0) {
    Py_DECREF(value);
    return -1;
  }
  Py_DECREF(value);
  return truth && PyObject_Size(value) > 0;
}

// The rounds of a loop, and all the ways out of one.
int rounds(PyObject *list, PyObject *to, Py_ssize_t n) {
  Py_ssize_t i;
  for (i = 0; i < n; i++) {
    PyObject *item = PyList_GetItem(list, i); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
    if (item == NULL)
      return -1;
    if (PyUnicode_Check(item)) {
      Py_INCREF(item);
      if (PyList_Append(to, item) < 0) {
        Py_DECREF(item);
        return -1;
      }
      Py_DECREF(item);
    }
    if (item == to)
      continue;
    if (PyObject_IsTrue(item))
      break;
    if (PyObject_Size(item) > 0)
      return (int)PyObject_Size(item);
  }
  return 0;
}

// The reference that is released early is the lender's again.
PyObject *first_of(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL)
    return NULL;
  Py_INCREF(item);
  PyObject *first = PyTuple_GET_ITEM(item, 0);
  Py_DECREF(item);
  return PyObject_Str(first);
}

// What looks at the variable by its address may put anything there.
int by_address(PyObject *list, PyObject *tuple) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  looks_at(&item);
  return PyObject_IsTrue(tuple);
}

// A jump into the block would bring a variable that was never filled.
int jumped_into(PyObject *list, int again) {
  PyObject *item = NULL;
  if (again)
    goto use;
  item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  if (item == NULL)
    item = Py_None;
use:
  return item != NULL && PyObject_IsTrue(item);
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
