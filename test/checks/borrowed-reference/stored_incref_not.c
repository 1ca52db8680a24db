// also: c++
#include <Python.h>

struct object {
  PyObject_HEAD
  PyObject *name;
  PyObject *other;
};
int next(void);

// Whose INCREF is it?
int other_field(struct object *self, PyObject *state) {
  self->name = PyDict_GetItemString(state, "name"); // warn: borrowed from 'state' // no fix: the value is stored without a reference of its own
  Py_XINCREF(self->other);
  return 0;
}

int later(struct object *self, PyObject *state) {
  self->name = PyDict_GetItemString(state, "name"); // warn: borrowed from 'state' // no fix: the value is stored without a reference of its own
  self->other = self->name;
  Py_XINCREF(self->name);
  return 0;
}

// A failed look-up would leave NULL where there was an item.
int unchecked(struct object *self, PyObject *list) {
  self->name = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the value is stored without a reference of its own
  Py_INCREF(self->name);
  return 0;
}

// The place is another one each time it is named.
int moves(PyObject **slots, PyObject *dict, PyObject *key) {
  slots[next()] = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // no fix: the value is stored without a reference of its own
  Py_XINCREF(slots[next()]);
  return 0;
}

int on_one_path(struct object *self, PyObject *dict, PyObject *key, int wanted) {
  self->name = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // no fix: the value is stored without a reference of its own
  if (wanted)
    Py_XINCREF(self->name);
  return 0;
}

// Another place is tested.
int other_test(struct object *self, PyObject *dict, PyObject *key) {
  self->name = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // no fix: the value is stored without a reference of its own
  if (self->other) {
    Py_INCREF(self->name);
    return 0;
  }
  return -1;
}

// Something comes before the INCREF.
int not_at_once(struct object *self, PyObject *dict, PyObject *key) {
  self->name = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // no fix: the value is stored without a reference of its own
  if (self->name) {
    if (next() < 0)
      return -1;
    Py_INCREF(self->name);
  }
  return 0;
}
