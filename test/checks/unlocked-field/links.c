#include <Python.h>

typedef struct node {
  PyObject_HEAD
  PyObject *key;
  struct node *prev, *next;
} Node;

// The nodes are owned by the dict, the list only orders them.
typedef struct {
  PyObject_HEAD
  PyObject *map;
  Node *first, *last;
} Lru;

static void unlink_node(Lru *self, Node *n) {
  if (n->prev)
    n->prev->next = n->next;
  else
    self->first = n->next;
  if (n->next)
    n->next->prev = n->prev;
  else
    self->last = n->prev;
}

static void push_front(Lru *self, Node *n) {
  n->prev = NULL;
  n->next = self->first;
  if (self->first)
    self->first->prev = n;
  else
    self->last = n;
  self->first = n;
}

static PyObject *touch(Lru *self, PyObject *node) {
  unlink_node(self, (Node *)node); // warn: 'first' and 'last' of 'self' change together with no lock // review: a lock is added
  push_front(self, (Node *)node);
  Py_RETURN_NONE;
}

static PyObject *count(Lru *self, PyObject *unused) {
  long all = 0;
  for (Node *n = self->first; n; n = n->next) // warn: 'first' of 'self' is read with no lock while another thread may have it half changed // review: a lock is added
    all++;
  return PyLong_FromLong(all);
}

// Nobody is followed.
static PyObject *is_empty(Lru *self, PyObject *unused) {
  return PyBool_FromLong(self->first == NULL);
}

static PyMethodDef methods[] = {
    {"touch", (PyCFunction)touch, METH_O, NULL},
    {"count", (PyCFunction)count, METH_NOARGS, NULL},
    {"is_empty", (PyCFunction)is_empty, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *table(void) { return methods; }
