// also: c++
#include <Python.h>
#include <stddef.h>

typedef struct {
  PyObject_HEAD
  PyObject *weakrefs;
  PyObject *value;
} Foo;

static void foo_dealloc(PyObject *op) {
  Foo *self = (Foo *)op;
  PyObject_GC_UnTrack(op);
  if (self->weakrefs != NULL) // warn: 'weakrefs' is tested before 'PyObject_ClearWeakRefs', but another thread may be changing the list of weak references; call it in any case
    PyObject_ClearWeakRefs(op);
  Py_CLEAR(self->value);
  Py_TYPE(op)->tp_free(op);
}

static void bar_dealloc(Foo *self) {
  if (self->weakrefs) { // warn: 'weakrefs' is tested before
    PyObject_ClearWeakRefs((PyObject *)self);
  }
  PyObject_Free(self);
}

static void baz_dealloc(Foo *self) {
  if (self->weakrefs != NULL) { // warn: 'weakrefs' is tested before
    PyObject_ClearWeakRefs((PyObject *)self);
  };
  PyObject_Free(self);
}

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)foo_dealloc}, {0, NULL}};
PyType_Spec spec = {"m.Foo", sizeof(Foo), 0, Py_TPFLAGS_HAVE_GC, slots};
PyType_Slot bar_slots[] = {{Py_tp_dealloc, (void *)bar_dealloc}, {0, NULL}};
PyType_Slot baz_slots[] = {{Py_tp_dealloc, (void *)baz_dealloc}, {0, NULL}};
Py_ssize_t weakrefs_at = offsetof(Foo, weakrefs);
