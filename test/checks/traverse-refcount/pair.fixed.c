// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *cache;
  PyObject *items;
} Foo;

// A reference of its own, for the time of the visit.
static int foo_traverse(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
  // warn: 'Py_XINCREF' changes a reference count inside of a traverse function
  Py_VISIT(self->cache);
  // warn: 'Py_XDECREF' changes a reference count
  Py_VISIT(self->items);
  return 0;
}

// Through a variable.
static int bar_traverse(PyObject *op, visitproc visit, void *arg) {
  PyObject *held = ((Foo *)op)->cache; // warn: 'Py_XNewRef' changes a reference count
  Py_VISIT(held);
  // warn: 'Py_XDECREF' changes a reference count
  PyObject *items;
  items = ((Foo *)op)->items; // warn: 'Py_XNewRef' changes a reference count
  if (items == NULL) {
    return 0;
  }
  Py_VISIT(items);
  // warn: 'Py_DECREF' changes a reference count
  return 0;
}

static PyTypeObject Foo_Type = {
    PyVarObject_HEAD_INIT(NULL, 0) "m.Foo", sizeof(Foo), 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, 0,
    foo_traverse};

void init(void) {
  Foo_Type.tp_traverse = bar_traverse;
}
