#include <Python.h>

struct node {
  int kind;
  struct node *next;
};
struct record {
  PyObject_HEAD
  PyObject *value;
  PyObject *names[3];
};
struct table {
  struct node *nodes[8];
};
static struct node pool[8];
static struct node *node_of(PyObject *object) {
  struct node *made = &pool[0];
  if (object == NULL)
    return NULL;
  made->kind = PyObject_IsTrue(object);
  return made;
}
static PyObject *part_of(struct record *record) { return record->value; }

// The arguments of a call are an array that ends with the function.
PyObject *in_the_arguments_of_a_call(PyObject *function, PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *arguments[] = {function, item};
  PyObject *result = PyObject_Vectorcall(function, arguments, 2, NULL);
  Py_DECREF(item);
  return result;
}

int in_a_struct(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  struct {
    PyObject *item;
    int count;
  } local = {item, 1};
  int result = local.item == NULL ? -1 : local.count;
  Py_XDECREF(item);
  return result;
}

// So it does with each round of a loop.
int in_each_round(PyObject *function, PyObject *list) {
  for (int i = 0; i < 2; i++) {
    PyObject *item = PyList_GetItemRef(list, i); // warn: borrowed from 'list'
    if (item == NULL)
      return -1;
    PyObject *arguments[] = {function, item};
    PyObject *done = PyObject_Vectorcall(function, arguments, 2, NULL);
    Py_DECREF(item);
    if (done == NULL)
      return -1;
    Py_DECREF(done);
  }
  return 0;
}

// An array outside of the loop still holds what the round before has put there.
int in_all_rounds(PyObject *function, PyObject *list) {
  PyObject *arguments[4] = {function};
  for (int i = 0; i < 2; i++) {
    PyObject *item = PyList_GetItem(list, i); // warn: borrowed from 'list' // no fix: the value is stored without a reference of its own
    if (item == NULL)
      return -1;
    arguments[i + 1] = item;
  }
  PyObject *done = PyObject_Vectorcall(function, arguments, 3, NULL);
  Py_XDECREF(done);
  return done ? 0 : -1;
}

// A function of the file makes something out of the object.
int made(struct table *table, PyObject *dict, PyObject *key) {
  PyObject *type;
  if (PyDict_GetItemRef(dict, key, &type) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict' // review: what 'node_of' makes out of 'type' is taken not to point into it
  PyObject *type_kept = type;
  if (type == NULL)
    return -1;
  struct node *node = node_of(type);
  if (node == NULL) {
    Py_XDECREF(type_kept);
    return -1;
  }
  table->nodes[0] = node;
  Py_XDECREF(type_kept);
  return 0;
}

// That is a part of the object.
int part(struct record *self, PyObject *dict, PyObject *key) {
  struct record *record = (struct record *)PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (record == NULL)
    return -1;
  self->names[0] = part_of(record);
  return 0;
}

// Owned before a part of it goes away.
int owned_by_then(struct record *self, PyObject *dict, PyObject *key) {
  PyObject *found;
  if (PyDict_GetItemRef(dict, key, &found) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (found == NULL)
    return -1;
  self->names[1] = ((struct record *)found)->value;
  Py_XINCREF(self->names[1]);
  Py_DECREF(found);
  return 0;
}

// A loop of gotos.
int again(PyObject *names, PyObject *dict, int tries) {
  int result;
  Py_ssize_t at = 0;
next:
  if (at >= PyTuple_GET_SIZE(names) || tries-- == 0)
    return 0;
  PyObject *found;
  if (PyDict_GetItemRef(dict, PyTuple_GET_ITEM(names, at), &found) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict' // review: another variable holds the object in 'found' until its last use
  PyObject *found_kept = found;
  at++;
  if (found != NULL && PyUnicode_Check(found)) {
    Py_INCREF(found);
    result = PyObject_IsTrue(found);
    Py_DECREF(found);
    if (result != 0) {
      Py_XDECREF(found_kept);
      return result;
    }
  }
  Py_XDECREF(found_kept);
  goto next;
}
