// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
  PyObject *names;
};

static PyObject *put(PyObject *op, PyObject *item) {
  struct box *self = (struct box *)op;
  Py_INCREF(item);
  PyList_SetItem(self->items, 0, item); // warn: 'PyList_SET_ITEM' is made for objects that no other thread can see, and 'self->items' is a field of a shared object // review: the item that is replaced is released, and the call can fail
  Py_RETURN_NONE;
}

// Who releases the item that is there?
static PyObject *swap(PyObject *op, PyObject *item) {
  struct box *self = (struct box *)op;
  PyObject *old = PyList_GET_ITEM(self->items, 0); // NOLINT(freethreading-borrowed-reference)
  Py_INCREF(item);
  PyList_SET_ITEM(self->items, 0, item); // warn: 'self->items' is a field of a shared object // no fix: the function also takes items out of the list: who releases them is not known
  return old;
}

static PyObject *rename_all(PyObject *op, PyObject *name) {
  struct box *self = (struct box *)op;
  Py_INCREF(name);
  PyTuple_SET_ITEM(self->names, 0, name); // warn: 'PyTuple_SET_ITEM' is made for objects that no other thread can see // no fix: no setter for this takes a lock: build the object before others can see it
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"put", put, METH_O, NULL},
    {"swap", swap, METH_O, NULL},
    {"rename_all", rename_all, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }

// Stored first, filled then.
int stored(struct box *self, PyObject *item) {
  PyObject *list = PyList_New(1);
  if (list == NULL)
    return -1;
  self->items = list; // note: it is stored here
  Py_INCREF(item);
  PyList_SetItem(list, 0, item); // warn: 'list' is stored already // review: the item that is replaced is released, and the call can fail
  return 0;
}

int lent(PyObject *dict, PyObject *item) {
  PyObject *list = PyDict_GetItemWithError(dict, item); // NOLINT(freethreading-borrowed-reference)
  if (list == NULL)
    return -1;
  Py_INCREF(item);
  PyList_SetItem(list, 0, item); // warn: 'list' is lent by a container // review: the item that is replaced is released, and the call can fail
  return 0;
}
