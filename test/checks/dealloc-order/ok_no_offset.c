#include <Python.h>

// Its type does not say where the weak references are: there are none, and
// PyObject_ClearWeakRefs would be an error.
typedef struct {
  PyObject_HEAD
  PyObject *weakrefs;
} Foo;

static void foo_dealloc(Foo *self) {
  if (self->weakrefs != NULL)
    PyObject_ClearWeakRefs((PyObject *)self);
  PyObject_Free(self);
}

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)foo_dealloc}, {0, NULL}};
PyType_Spec spec = {"m.Foo", sizeof(Foo), 0, Py_TPFLAGS_DEFAULT, slots};
