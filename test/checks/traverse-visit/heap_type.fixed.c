// also: c++
// options: MinPython=3.9
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *value;
} Foo;

static int foo_traverse(PyObject *op, visitproc visit, void *arg) { // warn: 'foo_traverse' does not visit the type of the object, which was made at run time: a cycle through it is not freed
  Foo *self = (Foo *)op;
  Py_VISIT(Py_TYPE(op));
  Py_VISIT(self->value);
  return 0;
}

static int empty_traverse(PyObject *op, visitproc visit, void *arg) { // warn: 'empty_traverse' does not visit the type
  Py_VISIT(Py_TYPE(op));
  return 0;
}

static PyType_Slot slots[] = {{Py_tp_traverse, (void *)foo_traverse}, {0, NULL}};
PyType_Spec spec = {"m.Foo", sizeof(Foo), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
PyType_Slot alone[] = {{Py_tp_traverse, (void *)empty_traverse}, {0, NULL}};
