// options: MinPython=3.13
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *value;
} Foo;

static int foo_traverse(PyObject *op, visitproc visit, void *arg) { // warn: 'foo_traverse' does not visit the managed dictionary
  Foo *self = (Foo *)op;
  Py_VISIT(Py_TYPE(op));
  Py_VISIT(self->value);
  int err = PyObject_VisitManagedDict(op, visit, arg);
  if (err)
    return err;
  return 0;
}

static int bar_traverse(Foo *self, visitproc visit, void *arg) {
  Py_VISIT(Py_TYPE(self));
  int err = PyObject_VisitManagedDict((PyObject *)self, visit, arg);
  if (err)
    return err; // warn: the result of visiting the managed dictionary is dropped; return it when it is not 0
  Py_VISIT(self->value);
  return 0;
}

static PyType_Slot slots[] = {{Py_tp_traverse, (void *)foo_traverse}, {0, NULL}};
static PyType_Slot more[] = {{Py_tp_traverse, (void *)bar_traverse}, {0, NULL}};
PyType_Spec specs[] = {
    {"m.Foo", sizeof(Foo), 0, Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, slots},
    {"m.Bar", sizeof(Foo), 0, Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, more}};
