#include <Python.h>

/* Who gets a node of the list back takes a reference when the lock is gone. */
typedef struct Node {
  PyObject_HEAD
  PyObject *next;
} Node;

typedef struct {
  PyObject_HEAD
  PyObject *first;
} List;

static Node *node_at(List *self, Py_ssize_t at) {
  Node *node = (Node *)self->first; // warn: 'self->first' is used with no lock // no fix: the value is stored without a reference of its own
  while (at-- > 0)
    node = (Node *)node->next;
  return node;
}

static PyObject *get(List *self, PyObject *index) {
  Node *node = node_at(self, PyLong_AsSsize_t(index));
  Py_XINCREF(node);
  return (PyObject *)node;
}

static PyObject *clear(List *self, PyObject *unused) {
  Py_XSETREF(self->first, Py_NewRef(Py_None)); // warn: 'self->first' is replaced and its old object released with no lock // review: a lock is added
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"get", (PyCFunction)get, METH_O, NULL},
    {"clear", (PyCFunction)clear, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
PyTypeObject ListType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "returned_node.List",
    .tp_basicsize = sizeof(List),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};
