#include <Python.h>

typedef struct {
  PyObject_HEAD
  int ob_type;
} Foo;
typedef struct {
  int ob_refcnt;
} Other;

static PyTypeObject Foo_Type = {PyVarObject_HEAD_INIT(NULL, 0) "m.Foo"};

int accessors(PyObject *op, Foo *self, Other *other) {
  return Py_TYPE(op) == &Foo_Type && Py_REFCNT(op) > self->ob_type &&
         other->ob_refcnt;
}

// Reading the type is what Py_TYPE does, in every build.
const char *type_of(PyObject *op, Foo *self) {
  if (op->ob_type == &Foo_Type || ((PyObject *)self)->ob_type == op->ob_type)
    return "Foo";
  return op->ob_type->tp_name;
}

// Before anybody uses it.
PyMODINIT_FUNC PyInit_m(void) {
  ((PyObject *)&Foo_Type)->ob_type = &PyType_Type;
  return NULL;
}
// A type that is set up gets its own type.
int set_up(PyTypeObject *type, PyTypeObject *meta) {
  ((PyObject *)type)->ob_type = meta;
  return PyType_Ready(type);
}
void ready(void) { Foo_Type.ob_base.ob_base.ob_type = &PyType_Type; }

#ifndef Py_GIL_DISABLED
Py_ssize_t count_of(PyObject *op) { return op->ob_refcnt; }
#endif
