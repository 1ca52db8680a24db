#include <Python.h>

/* A list whose first node is a part of the object. */
typedef struct node {
  struct node *prev, *next;
  PyObject *value;
} node;

typedef struct {
  PyObject_HEAD
  node head;
} List;

static PyObject *first(List *self, PyObject *unused) {
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  node *n = self->head.next; // warn: 'head' of 'self' is read with no lock // review: a lock is added
  outcome = n == &self->head ? Py_NewRef(Py_None) : Py_NewRef(n->value);
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *push(List *self, PyObject *value) {
  node *n = PyMem_Malloc(sizeof *n);
  if (n == NULL)
    return PyErr_NoMemory();
  n->value = Py_NewRef(value);
  Py_BEGIN_CRITICAL_SECTION(self);
  n->next = self->head.next;
  n->prev = &self->head;
  n->next->prev = n;
  self->head.next = n; // warn: 'head' of 'self' changes with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *pop(List *self, PyObject *unused) {
  PyObject *value;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  node *n = self->head.prev; // warn: 'head' of 'self' is read with no lock // review: a lock is added
  if (n == &self->head) {
    leave = 1;
    goto done;
  }
  n->prev->next = n->next;
  n->next->prev = n->prev;
  value = n->value;
  PyMem_Free(n);
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    Py_RETURN_NONE;
  }
  return value;
}

static PyMethodDef methods[] = {
    {"first", (PyCFunction)first, METH_NOARGS, NULL},
    {"push", (PyCFunction)push, METH_O, NULL},
    {"pop", (PyCFunction)pop, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
PyTypeObject ListType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "sentinel.List",
    .tp_basicsize = sizeof(List),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};
