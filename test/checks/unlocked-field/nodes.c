// A list of nodes: who goes through it uses what another thread frees.
#include <Python.h>

struct node {
  struct node *next;
  long key, value;
};
typedef struct {
  PyObject_HEAD
  struct node *head;
} Map;

static PyObject *pop(Map *self, PyObject *unused) {
  struct node *first = self->head; // warn: the memory of 'self->head' is freed or moved // review: a lock is added
  if (first == NULL)
    Py_RETURN_NONE;
  self->head = first->next;
  PyMem_Free(first);
  Py_RETURN_NONE;
}

static PyObject *total(Map *self, PyObject *unused) {
  long sum = 0;
  for (struct node *node = self->head; node != NULL; node = node->next) // warn: the memory of 'self->head' is used with no lock // review: a lock is added
    sum += node->value;
  return PyLong_FromLong(sum);
}

static struct node *lookup(Map *self, long key) {
  struct node *node;
  for (node = self->head; node != NULL; node = node->next) { // warn: the memory of 'self->head' is used with no lock // no fix: the value is stored without a reference of its own
    if (node->key == key)
      return node;
  }
  return NULL;
}

static PyObject *get(Map *self, PyObject *key) {
  struct node *node;
  long wanted = PyLong_AsLong(key);
  if (wanted < 0)
    return NULL;
  node = lookup(self, wanted);
  if (node == NULL)
    Py_RETURN_NONE;
  return PyLong_FromLong(node->value);
}

// The address itself is no use of what is there.
static PyObject *identity(Map *self, PyObject *unused) {
  return PyLong_FromSsize_t((Py_ssize_t)self->head);
}

static PyMethodDef methods[] = {
    {"pop", (PyCFunction)pop, METH_NOARGS, NULL},
    {"total", (PyCFunction)total, METH_NOARGS, NULL},
    {"identity", (PyCFunction)identity, METH_NOARGS, NULL},
    {"get", (PyCFunction)get, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
