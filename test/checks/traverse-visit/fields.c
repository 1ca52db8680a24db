#include <Python.h>

// The reference is released, so it is owned.
typedef struct {
  PyObject_HEAD
  PyObject *dict;
  PyObject *callback;
  PyObject *name;
  PyObject *items;
  PyObject *weakrefs;
} Foo;

static int foo_traverse(PyObject *op, visitproc visit, void *arg) { // warn: 'foo_traverse' does not visit 'dict', 'callback': a cycle through it is not freed
  Foo *self = (Foo *)op;
  Py_VISIT(self->items);
  return 0;
}

static int foo_clear(PyObject *op) {
  Foo *self = (Foo *)op;
  Py_CLEAR(self->dict); // note: 'dict' is released here
  Py_CLEAR(self->items);
  return 0;
}

static void foo_dealloc(PyObject *op) {
  Foo *self = (Foo *)op;
  PyObject_GC_UnTrack(op);
  foo_clear(op);
  Py_XDECREF(self->callback); // note: 'callback' is released here
  Py_XDECREF(self->name);
  if (self->weakrefs != NULL)
    PyObject_ClearWeakRefs(op);
  Py_TYPE(op)->tp_free(op);
}

static int foo_init(PyObject *op, PyObject *args, PyObject *kwds) {
  Foo *self = (Foo *)op;
  PyObject *callback;
  if (!PyArg_ParseTuple(args, "O:Foo", &callback))
    return -1;
  self->callback = Py_NewRef(callback);
  self->name = PyUnicode_FromString("foo");
  self->dict = PyDict_New();
  return self->name && self->dict ? 0 : -1;
}

PyTypeObject Foo_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Foo",
                         .tp_basicsize = sizeof(Foo),
                         .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                         .tp_traverse = foo_traverse,
                         .tp_clear = foo_clear,
                         .tp_dealloc = foo_dealloc,
                         .tp_init = foo_init};
