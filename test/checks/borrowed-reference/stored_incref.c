// also: c++
#include <Python.h>

struct object {
  PyObject_HEAD
  PyObject *name;
  PyObject *items[2];
};
static PyObject *kept_options;

// The field gets the new reference at once.
int load(struct object *self, PyObject *state) {
  Py_CLEAR(self->name);
  self->name = PyDict_GetItemString(state, "name"); // warn: 'PyDict_GetItemString' returns a reference borrowed from 'state'
  Py_XINCREF(self->name);
  return 0;
}

int element(struct object *self, PyObject *list, int i) {
  self->items[i] = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (self->items[i] == NULL)
    return -1;
  Py_INCREF(self->items[i]);
  return 0;
}

int through_a_pointer(PyObject *dict, PyObject *key, PyObject **out) {
  *out = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  Py_XINCREF(*out); // the caller's
  return *out == NULL && PyErr_Occurred() ? -1 : 0;
}

void global(PyObject *dict, PyObject *key) {
  kept_options = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  Py_XINCREF(kept_options);
}

// Behind its test for NULL, with more that is done when it is there.
static PyObject *encoders;

int in_a_branch(PyObject *dict, PyObject *key) {
  encoders = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  if (encoders) {
    Py_INCREF(encoders);
    return 0;
  }
  return -1;
}

int with_else(struct object *self, PyObject *dict, PyObject *key) {
  self->name = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (self->name != NULL) {
    Py_INCREF(self->name);
    kept_options = NULL;
  }
  else if (PyErr_Occurred())
    return -1;
  return 0;
}
