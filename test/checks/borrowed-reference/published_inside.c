// also: c++
#include <Python.h>

struct cache {
  PyObject_HEAD
  PyObject *items;
};

// Published by what it was put into.
PyObject *inside_a_fresh_one(struct cache *self, PyObject *key, PyObject *iterable) {
  PyObject *dict = PyDict_New();
  PyObject *list = PySequence_List(iterable);
  if (PyDict_SetItem(dict, key, list) < 0)
    return NULL;
  self->items = dict;
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  Py_XINCREF(item);
  return item;
}
