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
  Py_VISIT(self->dict);
  Py_VISIT(self->callback);
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

// Set by a setter, behind the last field that is visited.
typedef struct {
  PyObject_HEAD
  PyObject *first;
  PyObject *second;
} Bar;

static int bar_traverse(Bar *self, visitproc visit, void *arg) { // warn: 'bar_traverse' does not visit 'second'
  Py_VISIT(self->first);
  return 0;
}

static int bar_set(Bar *self, PyObject *value, void *closure) {
  Py_XSETREF(self->second, Py_XNewRef(value));
  return 0;
}

static void bar_dealloc(Bar *self) {
  PyObject_GC_UnTrack((PyObject *)self);
  Py_CLEAR(self->first);
  if (self->second)
    Py_DECREF(self->second); // note: 'second' is released here
  PyObject_GC_Del(self);
}

static PyGetSetDef bar_getset[] = {{"second", NULL, (setter)bar_set, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};
PyTypeObject Bar_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Bar",
                         .tp_basicsize = sizeof(Bar),
                         .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                         .tp_traverse = (traverseproc)bar_traverse,
                         .tp_getset = bar_getset,
                         .tp_dealloc = (destructor)bar_dealloc};
