// also: c++
// The look-up and what is done with what it found are one step.
#include <Python.h>

typedef struct Node {
  PyObject_HEAD
  PyObject *value;
  struct Node *prev, *next;
} Node;

typedef struct {
  PyObject_HEAD
  PyObject *dict;
  Node *first, *last;
  Node *table[64];
  Py_ssize_t hits;
} Cache;

static void unlink_node(Cache *self, Node *node) {
  if (node->prev)
    node->prev->next = node->next;
  else
    self->first = node->next;
  if (node->next)
    node->next->prev = node->prev;
  else
    self->last = node->prev;
  node->prev = node->next = NULL;
}

static void link_node(Cache *self, Node *node) {
  node->next = self->first;
  if (self->first)
    self->first->prev = node;
  else
    self->last = node;
  self->first = node;
}

// Python code runs in the look-up: the section may be given away behind it.
static PyObject *get(Cache *self, PyObject *key) {
  Node *node = (Node *)PyObject_GetItem(self->dict, key);
  if (!node)
    return NULL;
  if (node != self->first) {
    unlink_node(self, node); // warn: change together with no lock // no fix: a call in between may suspend the critical section
    link_node(self, node);
  }
  self->hits++;
  Py_INCREF(node->value);
  Py_DECREF(node);
  return node->value;
}

static Node *find(Cache *self, Py_ssize_t hash) {
  return self->table[hash & 63];
}

// Nothing gives it away here, and the look-up belongs into it.
static PyObject *touch(Cache *self, PyObject *arg) {
  Py_ssize_t hash = PyLong_AsSsize_t(arg);
  Node *node = find(self, hash);
  if (!node)
    Py_RETURN_FALSE;
  unlink_node(self, node); // warn: change together with no lock // review: a lock is added
  link_node(self, node);
  self->hits++;
  Py_RETURN_TRUE;
}

static PyMethodDef methods[] = {{"get", (PyCFunction)get, METH_O, NULL},
                                {"touch", (PyCFunction)touch, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};
static PyTypeObject CacheType = {PyVarObject_HEAD_INIT(NULL, 0) "m.Cache"};

int add_type(PyObject *module) {
  CacheType.tp_methods = methods;
  return PyModule_AddType(module, &CacheType);
}
