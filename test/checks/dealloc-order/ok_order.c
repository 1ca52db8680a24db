#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *weakrefs;
  PyObject *value;
} Foo;

static void foo_dealloc(PyObject *op) {
  Foo *self = (Foo *)op;
  PyObject_GC_UnTrack(op);
  PyObject_ClearWeakRefs(op);
  Py_CLEAR(self->value);
  Py_TYPE(op)->tp_free(op);
}

// The base does it, or another function.
static void derived_dealloc(PyObject *op) {
  Foo *self = (Foo *)op;
  Py_CLEAR(self->value);
  Py_TYPE(op)->tp_base->tp_dealloc(op);
}
static void untrack(PyObject *op) { PyObject_GC_UnTrack(op); }
static void helped_dealloc(PyObject *op) {
  untrack(op);
  Py_CLEAR(((Foo *)op)->value);
  PyObject_GC_Del(op);
}

// Nothing tracks it.
static void plain_dealloc(PyObject *op) {
  Py_CLEAR(((Foo *)op)->value);
  PyObject_Free(op);
}

// No dealloc.
void forget(Foo *self) {
  if (self->weakrefs != NULL)
    PyObject_ClearWeakRefs((PyObject *)self);
}

static PyType_Slot a[] = {{Py_tp_dealloc, (void *)foo_dealloc}, {0, NULL}};
static PyType_Slot b[] = {{Py_tp_dealloc, (void *)derived_dealloc}, {0, NULL}};
static PyType_Slot c[] = {{Py_tp_dealloc, (void *)helped_dealloc}, {0, NULL}};
static PyType_Slot d[] = {{Py_tp_dealloc, (void *)plain_dealloc}, {0, NULL}};
PyType_Spec specs[] = {{"m.A", sizeof(Foo), 0, Py_TPFLAGS_HAVE_GC, a},
                       {"m.B", sizeof(Foo), 0, Py_TPFLAGS_HAVE_GC, b},
                       {"m.C", sizeof(Foo), 0, Py_TPFLAGS_HAVE_GC, c},
                       {"m.D", sizeof(Foo), 0, Py_TPFLAGS_DEFAULT, d}};
