// also: c++
#include <Python.h>

struct cache {
  PyObject_HEAD
  PyObject *items;
};
static PyObject *global;

// Fresh until others can see it, then an object like any other.
PyObject *in_a_field(struct cache *self, PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  self->items = list;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

PyObject *in_a_global(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  global = list;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

PyObject *through_an_out_parameter(PyObject *iterable, PyObject **out) {
  PyObject *list = PySequence_List(iterable);
  *out = list;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

PyObject *in_another_list(PyObject *lists, PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL || PyList_Append(lists, list) < 0)
    return NULL;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  Py_DECREF(list);
  return item;
}

PyObject *in_a_dict(PyObject *dict, PyObject *key, PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL || PyDict_SetItem(dict, key, list) < 0)
    return NULL;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  Py_DECREF(list);
  return item;
}

// The alias is the same object.
PyObject *by_an_alias(struct cache *self, PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  PyObject *alias = list;
  self->items = alias;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

// On one of the paths is enough.
PyObject *sometimes(struct cache *self, PyObject *iterable, int keep) {
  PyObject *list = PySequence_List(iterable);
  if (keep)
    self->items = list;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

// Fresh on one path, anybody's on the other.
PyObject *or_given(PyObject *given) {
  PyObject *list = given ? given : PyList_New(1);
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

// A fresh list holds items that others may have; the list is what lends.
PyObject *item_of_item(PyObject *lists) {
  PyObject *copy = PySequence_List(lists);
  if (copy == NULL)
    return NULL;
  PyObject *item = PyList_GetItemRef(PyList_GET_ITEM(copy, 0), 0); // warn: 'PyList_GetItem' returns a reference borrowed
  Py_DECREF(copy);
  return item;
}
