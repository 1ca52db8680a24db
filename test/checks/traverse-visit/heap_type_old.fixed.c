// options: MinPython=3.8
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *value;
} Foo;

static int foo_traverse(PyObject *op, visitproc visit, void *arg) { // warn: 'foo_traverse' does not visit the type of the object
  Foo *self = (Foo *)op;
#if PY_VERSION_HEX >= 0x03090000
  Py_VISIT(Py_TYPE(op));
#endif
  Py_VISIT(self->value);
  return 0;
}

static PyType_Slot slots[] = {{Py_tp_traverse, (void *)foo_traverse}, {0, NULL}};
PyType_Spec spec = {"m.Foo", sizeof(Foo), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
