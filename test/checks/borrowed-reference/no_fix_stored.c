// also: c++
#include <Python.h>

struct object {
  PyObject_HEAD
  PyObject *first;
  PyObject *items[2];
};
static PyObject *cached;

// Who would release it?
int in_a_field(struct object *self, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is stored without a reference of its own
  if (item == NULL)
    return -1;
  self->first = item;
  return 0;
}

int in_an_array(struct object *self, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is stored without a reference of its own
  self->items[0] = item;
  return item == NULL ? -1 : 0;
}

int through_a_pointer(PyObject *list, PyObject **out) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is stored without a reference of its own
  *out = item;
  return item == NULL ? -1 : 0;
}

int in_a_global(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is stored without a reference of its own
  cached = item;
  return item == NULL ? -1 : 0;
}

int in_a_static(PyObject *list) {
  static PyObject *kept;
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is stored without a reference of its own
  kept = item;
  return kept == NULL ? -1 : 0;
}
