// also: c++
#include <Python.h>

struct object {
  PyObject_HEAD
  PyObject *first, *second;
};

// Between the two INCREFs it lives by the first field, which others may change.
int twice(struct object *self, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds
  if (item == NULL)
    return -1;
  Py_INCREF(item);
  self->first = item;
  Py_INCREF(item);
  self->second = item;
  return 0;
}

int on_each_branch(struct object *self, PyObject *list, int first) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (first) {
    self->first = item;
  } else {
    self->second = item;
  }
  return 0;
}

int on_one_branch(struct object *self, PyObject *list, int keep) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL)
    return -1;
  if (keep) {
    Py_INCREF(item);
    self->first = item;
  }
  return keep;
}

int setref(struct object *self, PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  Py_XSETREF(self->first, item);
  return 0;
}

int cleared(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  int truth = 0;
  if (item != NULL)
    truth = PyObject_IsTrue(item);
  Py_CLEAR(item);
  return truth;
}

PyObject *build(PyObject *list, int own) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  if (!own) {
    PyObject *result = Py_BuildValue("(O)", item);
    Py_DECREF(item);
    return result;
  }
  return Py_BuildValue("(N)", item);
}

// One for each round: none of them is the one that is there already.
int in_a_loop(PyObject *list, PyObject *to, Py_ssize_t n) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL)
    return -1;
  for (Py_ssize_t i = 0; i < n; i++) {
    Py_INCREF(item);
    PyList_SET_ITEM(to, i, item);
  }
  return 0;
}

// After the call that takes it over.
int after_the_steal(PyObject *list, PyObject *tuple) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: on some paths the value is already owned
  PyTuple_SET_ITEM(tuple, 0, item);
  Py_XINCREF(item);
  return 0;
}
