#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *value;
  PyObject *other;
} Foo;

// Too late.
static void late_dealloc(PyObject *op) {
  Foo *self = (Foo *)op;
  PyObject_GC_UnTrack(op);
  Py_CLEAR(self->value); // warn: 'Py_CLEAR' takes the object apart while the collector may still visit it; untrack it first
  Py_CLEAR(self->other);
  // note: untracked here
  Py_TYPE(op)->tp_free(op);
}

// Never.
static void never_dealloc(PyObject *op) {
  Foo *self = (Foo *)op;
  PyObject_GC_UnTrack(op);
  Py_XDECREF(self->value); // warn: 'Py_XDECREF' takes the object apart
  PyObject_GC_Del(op);
}

static int foo_traverse(PyObject *op, visitproc visit, void *arg) {
  Py_VISIT(((Foo *)op)->value);
  Py_VISIT(((Foo *)op)->other);
  return 0;
}

PyTypeObject Late = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Late",
                     .tp_basicsize = sizeof(Foo),
                     .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                     .tp_traverse = foo_traverse,
                     .tp_dealloc = late_dealloc};
PyTypeObject Never = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Never",
                      .tp_basicsize = sizeof(Foo),
                      .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                      .tp_traverse = foo_traverse,
                      .tp_dealloc = never_dealloc};
