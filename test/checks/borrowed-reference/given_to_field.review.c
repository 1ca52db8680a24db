// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *last, *map;
};

static PyObject *current;

// The INCREF is the field's: others may take the object out of there before the
// last use.
PyObject *say(struct box *self, PyObject *name) {
  PyObject *hook;
  PyDict_GetItemRef(self->map, name, &hook); // warn: borrowed from 'self->map' // review: another variable holds
  PyObject *hook_kept = hook;
  if (hook == NULL)
    return NULL;
  Py_INCREF(hook);
  Py_XDECREF(self->last);
  self->last = hook;
  PyObject *result = PyObject_Repr(hook);
  Py_XDECREF(hook_kept);
  return result;
}

PyObject *say_static(PyObject *map, PyObject *name) {
  PyObject *hook;
  PyDict_GetItemRef(map, name, &hook); // warn: borrowed from 'map' // review: another variable holds
  PyObject *hook_kept = hook;
  if (hook == NULL)
    return NULL;
  Py_INCREF(hook);
  current = hook;
  PyObject *result = PyObject_Repr(hook);
  Py_XDECREF(hook_kept);
  return result;
}

// Whose place that is nobody knows.
int find(PyObject *map, PyObject *name, PyObject **found) {
  PyObject *hook;
  PyDict_GetItemRef(map, name, &hook); // warn: borrowed from 'map' // review: another variable holds
  PyObject *hook_kept = hook;
  if (hook == NULL)
    return -1;
  Py_INCREF(hook);
  *found = hook;
  int result = PyObject_IsTrue(hook);
  Py_XDECREF(hook_kept);
  return result;
}

// Not used any more.
int keep(struct box *self, PyObject *name) {
  PyObject *hook;
  PyDict_GetItemRef(self->map, name, &hook); // warn: borrowed from 'self->map'
  if (hook == NULL)
    return -1;
  self->last = hook;
  return 0;
}

// By a function, a struct, an atomic operation: who takes it, and when, is not seen.
static void set_last(struct box *self, PyObject *value) {
  Py_XSETREF(self->last, value);
}

PyObject *say_by_helper(struct box *self, PyObject *name) {
  PyObject *hook = PyDict_GetItemWithError(self->map, name); // warn: borrowed from 'self->map' // no fix: on some paths the value is already owned
  if (hook == NULL)
    return NULL;
  Py_INCREF(hook);
  set_last(self, hook);
  return PyObject_Repr(hook);
}

PyObject *say_exchanged(struct box *self, PyObject *name) {
  PyObject *hook;
  PyDict_GetItemRef(self->map, name, &hook); // warn: borrowed from 'self->map' // review: another variable holds
  PyObject *hook_kept = hook;
  if (hook == NULL)
    return NULL;
  Py_INCREF(hook);
  PyObject *old = __atomic_exchange_n(&self->last, hook, __ATOMIC_ACQ_REL);
  Py_XDECREF(old);
  PyObject *result = PyObject_Repr(hook);
  Py_XDECREF(hook_kept);
  return result;
}

// Its last use may take it.
int keep_by_helper(struct box *self, PyObject *name) {
  PyObject *hook;
  PyDict_GetItemRef(self->map, name, &hook); // warn: borrowed from 'self->map'
  if (hook == NULL)
    return -1;
  set_last(self, hook);
  return 0;
}
