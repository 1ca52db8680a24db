// also: c++
#include <Python.h>

struct cache {
  PyObject_HEAD
  PyObject *entries;
};

// The lender is locked until the reference is used for the last time, and
// nothing in between may suspend the section.
int on_a_list(PyObject *list) {
  int result = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) > 0) {
    PyObject *item = PyList_GET_ITEM(list, 0);
    result = PyLong_CheckExact(item);
  }
  Py_END_CRITICAL_SECTION();
  return result;
}

PyObject *made_strong(PyObject *list) {
  PyObject *item;
  Py_BEGIN_CRITICAL_SECTION(list);
  item = PyList_GetItem(list, 0);
  Py_XINCREF(item);
  Py_END_CRITICAL_SECTION();
  return item;
}

PyObject *of_a_field(struct cache *self, PyObject *key) {
  PyObject *value;
  Py_BEGIN_CRITICAL_SECTION(self->entries);
  value = PyDict_GetItemWithError(self->entries, key);
  Py_XINCREF(value);
  Py_END_CRITICAL_SECTION();
  return value;
}

PyObject *cast(PyListObject *list) {
  PyObject *item;
  Py_BEGIN_CRITICAL_SECTION((PyObject *)list);
  item = PyList_GET_ITEM(list, 0);
  Py_INCREF(item);
  Py_END_CRITICAL_SECTION();
  return item;
}

PyObject *two(PyObject *a, PyObject *b) {
  PyObject *first, *second;
  Py_BEGIN_CRITICAL_SECTION2(a, b);
  first = PyList_GetItem(a, 0);
  second = PyList_GetItem(b, 0);
  Py_XINCREF(first);
  Py_XINCREF(second);
  Py_END_CRITICAL_SECTION2();
  return Py_BuildValue("NN", first, second);
}

/* The callers hold the lock, and the item is made strong before anything can
   suspend it. */
static Py_ssize_t find(PyObject *list, PyObject *wanted) {
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *item = PyList_GET_ITEM(list, i);
    Py_INCREF(item);
    int same = PyObject_RichCompareBool(item, wanted, Py_EQ);
    Py_DECREF(item);
    if (same)
      return same > 0 ? i : -2;
  }
  return -1;
}
Py_ssize_t index_of(PyObject *list, PyObject *wanted) {
  Py_ssize_t result;
  Py_BEGIN_CRITICAL_SECTION(list);
  result = find(list, wanted);
  Py_END_CRITICAL_SECTION();
  return result;
}
