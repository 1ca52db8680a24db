// also: c++
#include <Python.h>

struct cache {
  PyObject_HEAD
  PyObject *items;
};

// Shared only when the borrowed item is no longer used.
PyObject *then_returned(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return NULL;
  if (!PyLong_Check(PyList_GetItem(list, 0))) {
    Py_DECREF(list);
    return NULL;
  }
  return list;
}

int then_stored(struct cache *self, PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return -1;
  int valid = PyUnicode_Check(PyList_GetItem(list, 0));
  self->items = list;
  return valid;
}

int then_put_away(PyObject *registry, PyObject *key, PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return -1;
  PyObject *first = PyList_GetItem(list, 0);
  int result = first == NULL ? -1 : PyObject_IsTrue(first);
  if (result >= 0)
    result = PyDict_SetItem(registry, key, list);
  Py_DECREF(list);
  return result;
}
