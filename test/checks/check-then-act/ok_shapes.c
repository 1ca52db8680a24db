// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
};

// One section around both.
int locked(struct box *self, PyObject *key, PyObject *value) {
  int result = 0;
  Py_BEGIN_CRITICAL_SECTION(self->items);
  if (PyDict_Contains(self->items, key) == 0)
    result = PyDict_SetItem(self->items, key, value);
  Py_END_CRITICAL_SECTION();
  return result;
}

int owner_locked(struct box *self, PyObject *key, PyObject *value) {
  int result = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (PyDict_Contains(self->items, key) == 0)
    result = PyDict_SetItem(self->items, key, value);
  Py_END_CRITICAL_SECTION();
  return result;
}

// Another key, another dict, another reason.
int others(struct box *self, struct box *other, PyObject *key, PyObject *name) {
  if (PyDict_Contains(self->items, key) == 0)
    return PyDict_SetItem(self->items, name, name);
  if (PyDict_Contains(self->items, name) == 1)
    return PyDict_DelItem(other->items, name);
  if (name == Py_None)
    return PyDict_SetItem(self->items, key, name);
  return 0;
}

int whatever_it_says(struct box *self, PyObject *key, PyObject *value) {
  int found = PyDict_Contains(self->items, key);
  if (found < 0)
    return -1;
  return PyDict_SetItem(self->items, key, value) < 0 ? -1 : found;
}

int another_by_then(struct box *self, PyObject *key, PyObject *value) {
  if (PyDict_Contains(self->items, key) == 0) {
    key = value;
    return PyDict_SetItem(self->items, key, value);
  }
  return 0;
}

// Nobody else can see it.
PyObject *fresh(PyObject *key, PyObject *value) {
  PyObject *dict = PyDict_New();
  if (dict != NULL && PyDict_Contains(dict, key) == 0 &&
      PyDict_SetItem(dict, key, value) < 0)
    Py_CLEAR(dict);
  return dict;
}

// What a caller passes is the caller's business.
int parameter(PyObject *dict, PyObject *key, PyObject *value) {
  if (PyDict_Contains(dict, key) == 0)
    return PyDict_SetItem(dict, key, value);
  return 0;
}

/* A field of an object that nobody else has yet. */
struct made {
  PyObject_HEAD
  PyObject *options;
};
PyObject *make_object(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  struct made *self = (struct made *)type->tp_alloc(type, 0);
  if (self == NULL)
    return NULL;
  self->options = PyDict_Copy(kwargs);
  int there = PyDict_Contains(self->options, args);
  if (there < 0 || (there && PyDict_DelItem(self->options, args) < 0)) {
    Py_DECREF(self);
    return NULL;
  }
  return (PyObject *)self;
}
