// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
  PyObject *list;
};

// Popping does nothing when another thread was first.
int forget(struct box *self, PyObject *key) {
  int found = PyDict_Contains(self->items, key); // note: it is asked for here
  if (found < 0)
    return -1;
  if (found && PyDict_DelItem(self->items, key) < 0) // warn: 'PyDict_DelItem' deletes from 'self->items' what was there before, and another thread may have deleted it
    return -1;
  return 0;
}

void forget_name(struct box *self) {
  if (PyDict_GetItemString(self->items, "name") != NULL)
    PyDict_DelItemString(self->items, "name"); // warn: 'PyDict_DelItemString' deletes from 'self->items'
}

int by_leaving(struct box *self, PyObject *key) {
  if (PyDict_Contains(self->items, key) != 1)
    return 0;
  return PyDict_DelItem(self->items, key); // warn: 'PyDict_DelItem' deletes from 'self->items' // no fix: the result is tested in a way that the new call does not allow
}

// Two threads would both go on with the value.
PyObject *taken(struct box *self, PyObject *key) {
  if (PyDict_Contains(self->items, key) != 1)
    return NULL;
  if (PyDict_DelItem(self->items, key) < 0) // warn: 'PyDict_DelItem' deletes from 'self->items' // no fix: what follows counts on being the only one that deleted it
    return NULL;
  PyList_Append(self->list, key);
  Py_RETURN_NONE;
}

PyObject *made(struct box *self, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(self->items, key, &value) != 0)
    return value;
  PyObject *fresh = PyObject_Str(key);
  if (fresh == NULL)
    return NULL;
  if (PyDict_SetItem(self->items, key, fresh) == -1) { // warn: 'PyDict_SetItem' adds to 'self->items' // review: what another thread put there first is used
    Py_DECREF(fresh);
    return NULL;
  }
  return fresh;
}

// The value belongs to the caller.
int given(struct box *self, PyObject *key, PyObject *value) {
  int found = PyDict_Contains(self->items, key);
  if (found != 0)
    return found;
  return PyDict_SetItem(self->items, key, value); // warn: 'PyDict_SetItem' adds to 'self->items' // no fix: the value is no new reference in a variable of its own
}

int once(struct box *self, PyObject *item) {
  int found = PySequence_Contains(self->list, item);
  if (found == 0)
    return PyList_Append(self->list, item); // warn: 'PyList_Append' adds to 'self->list' // no fix: no single call does both
  return found < 0 ? -1 : 0;
}

/* The same dictionary by another name. */
typedef struct {
  PyObject_HEAD
  PyObject *cache;
} Namer;
int remember_name(Namer *self, PyObject *key, PyObject *name) {
  PyObject *cache = self->cache;
  int found = PyDict_Contains(cache, key);
  if (found < 0)
    return -1;
  if (!found)
    return PyDict_SetItem(cache, key, name); // warn: 'PyDict_SetItem' adds to 'cache' // no fix: the value is no new reference in a variable of its own
  return 0;
}

/* The error is asked for on the other way. */
int remember_other(Namer *self, PyObject *key, PyObject *name) {
  int found = PyDict_Contains(self->cache, key);
  if (found > 0) {
    return 0;
  } else if (found < 0)
    return -1;
  return PyDict_SetItem(self->cache, key, name); // warn: 'PyDict_SetItem' adds to 'self->cache' // no fix: the value is no new reference in a variable of its own
}
