// Types whose instances can be part of cycles that are never freed. cycles.py
// builds it before and after the fixes.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *value;
  PyObject *items;
} Node;

static long freed;

static int
node_init(PyObject *op, PyObject *args, PyObject *kwds)
{
  Node *self = (Node *)op;
  self->items = PyList_New(0);
  return self->items == NULL ? -1 : 0;
}

static PyObject *
get_items(PyObject *op, void *closure)
{
  return Py_NewRef(((Node *)op)->items);
}

static PyObject *
get_value(PyObject *op, void *closure)
{
  Node *self = (Node *)op;
  return Py_NewRef(self->value ? self->value : Py_None);
}

static int
set_value(PyObject *op, PyObject *value, void *closure)
{
  Py_XSETREF(((Node *)op)->value, Py_XNewRef(value));
  return 0;
}

static int
node_clear(PyObject *op)
{
  Node *self = (Node *)op;
  Py_CLEAR(self->value);
  Py_CLEAR(self->items);
  return 0;
}

static void
node_dealloc(PyObject *op)
{
  PyTypeObject *type = Py_TYPE(op);
  PyObject_GC_UnTrack(op);
  node_clear(op);
  freed++;
  type->tp_free(op);
  if (type->tp_flags & Py_TPFLAGS_HEAPTYPE)
    Py_DECREF(type);
}

static PyGetSetDef getset[] = {
    {"items", get_items, NULL, NULL, NULL},
    {"value", get_value, set_value, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

// Counts while it visits.
static int
counted_traverse(PyObject *op, visitproc visit, void *arg)
{
  Node *self = (Node *)op;
  Py_XINCREF(self->value);
  Py_VISIT(self->value);
  Py_XDECREF(self->value);
  PyObject *items = Py_XNewRef(self->items);
  Py_VISIT(items);
  Py_XDECREF(items);
  return 0;
}

static PyTypeObject Counted = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "cycles.Counted",
    .tp_basicsize = sizeof(Node),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = counted_traverse,
    .tp_clear = node_clear,
    .tp_dealloc = node_dealloc,
    .tp_init = node_init,
    .tp_new = PyType_GenericNew,
    .tp_getset = getset,
};

// Leaves a field out.
typedef struct {
  PyObject_HEAD
  PyObject *value;
  PyObject *items;
} Leaf;

static int
partial_init(PyObject *op, PyObject *args, PyObject *kwds)
{
  Leaf *self = (Leaf *)op;
  self->items = PyList_New(0);
  return self->items == NULL ? -1 : 0;
}

static int
partial_traverse(PyObject *op, visitproc visit, void *arg)
{
  Leaf *self = (Leaf *)op;
  Py_VISIT(self->value);
  return 0;
}

static int
partial_clear(PyObject *op)
{
  Leaf *self = (Leaf *)op;
  Py_CLEAR(self->value);
  Py_CLEAR(self->items);
  return 0;
}

static PyTypeObject Partial = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "cycles.Partial",
    .tp_basicsize = sizeof(Leaf),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = partial_traverse,
    .tp_clear = partial_clear,
    .tp_dealloc = node_dealloc,
    .tp_init = partial_init,
    .tp_new = PyType_GenericNew,
    .tp_getset = getset,
};

// Leaves its type out.
static int
heap_traverse(PyObject *op, visitproc visit, void *arg)
{
  Node *self = (Node *)op;
  Py_VISIT(self->value);
  Py_VISIT(self->items);
  return 0;
}

static PyType_Slot slots[] = {
    {Py_tp_traverse, heap_traverse}, {Py_tp_clear, node_clear}, {Py_tp_dealloc, node_dealloc},
    {Py_tp_init, node_init},         {Py_tp_getset, getset},    {0, NULL},
};
static PyType_Spec spec = {"cycles.Heap", sizeof(Node), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};

static PyObject *
heap_type(PyObject *module, PyObject *unused)
{
  return PyType_FromSpec(&spec);
}

static PyObject *
take_freed(PyObject *module, PyObject *unused)
{
  long now = freed;
  freed = 0;
  return PyLong_FromLong(now);
}

static PyMethodDef methods[] = {
    {"heap_type", heap_type, METH_NOARGS, NULL},
    {"take_freed", take_freed, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "cycles", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC
PyInit_cycles(void)
{
  PyObject *made = PyModule_Create(&module);
  if (made == NULL || PyType_Ready(&Counted) < 0 || PyType_Ready(&Partial) < 0 ||
      PyModule_AddObjectRef(made, "Counted", (PyObject *)&Counted) < 0 ||
      PyModule_AddObjectRef(made, "Partial", (PyObject *)&Partial) < 0)
    return NULL;
  return made;
}
