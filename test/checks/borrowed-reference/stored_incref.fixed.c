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
  if (PyDict_GetItemStringRef(state, "name", &self->name) < 0) {
    PyErr_Clear();
  } // warn: 'PyDict_GetItemString' returns a reference borrowed from 'state'
  return 0;
}

int element(struct object *self, PyObject *list, int i) {
  self->items[i] = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (self->items[i] == NULL)
    return -1;
  return 0;
}

int through_a_pointer(PyObject *dict, PyObject *key, PyObject **out) {
  PyDict_GetItemRef(dict, key, out); // warn: borrowed from 'dict'
  // the caller's
  return *out == NULL && PyErr_Occurred() ? -1 : 0;
}

void global(PyObject *dict, PyObject *key) {
  if (PyDict_GetItemRef(dict, key, &kept_options) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
}

// Behind its test for NULL, with more that is done when it is there.
static PyObject *encoders;

int in_a_branch(PyObject *dict, PyObject *key) {
  if (PyDict_GetItemRef(dict, key, &encoders) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (encoders) {
    return 0;
  }
  return -1;
}

int with_else(struct object *self, PyObject *dict, PyObject *key) {
  PyDict_GetItemRef(dict, key, &self->name); // warn: borrowed from 'dict'
  if (self->name != NULL) {
    kept_options = NULL;
  }
  else if (PyErr_Occurred())
    return -1;
  return 0;
}
