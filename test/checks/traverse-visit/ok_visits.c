#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *dict;
  PyObject *name;
  PyObject *helped;
  PyObject *borrowed;
  PyObject *sometimes;
  int owns;
} Foo;

static int visit_rest(Foo *self, visitproc visit, void *arg) {
  Py_VISIT(self->helped);
  return 0;
}

static int foo_traverse(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
  Py_VISIT(Py_TYPE(op));
  Py_VISIT(self->dict);
  return visit_rest(self, visit, arg);
}

static void foo_dealloc(PyObject *op) {
  Foo *self = (Foo *)op;
  PyObject_GC_UnTrack(op);
  Py_CLEAR(self->dict);
  Py_CLEAR(self->helped);
  Py_CLEAR(self->name); // a string leads nowhere
  if (self->owns) {
    Py_CLEAR(self->sometimes);
  }
  PyObject_GC_Del(op);
}

void fill(Foo *self, PyObject *o, PyObject *name) {
  self->dict = PyDict_New();
  self->helped = PyList_New(0);
  self->sometimes = PyList_New(0);
  self->borrowed = o;
  if (PyUnicode_Check(name))
    self->name = Py_NewRef(name);
}

static PyType_Slot slots[] = {
    {Py_tp_traverse, (void *)foo_traverse}, {Py_tp_dealloc, (void *)foo_dealloc}, {0, NULL}};
PyType_Spec spec = {"m.Foo", sizeof(Foo), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};

// A base that visits the type, and the type visited through a variable.
static int derived_traverse(PyObject *op, visitproc visit, void *arg) {
  return PyType_Type.tp_traverse(op, visit, arg);
}
static int variable_traverse(PyObject *op, visitproc visit, void *arg) {
  PyTypeObject *type = Py_TYPE(op);
  Py_VISIT(type);
  return PyObject_VisitManagedDict(op, visit, arg);
}
PyType_Slot derived[] = {{Py_tp_traverse, (void *)derived_traverse}, {0, NULL}};
static PyType_Slot variable[] = {{Py_tp_traverse, (void *)variable_traverse}, {0, NULL}};
PyType_Spec managed = {"m.V", sizeof(Foo), 0, Py_TPFLAGS_MANAGED_DICT | Py_TPFLAGS_HAVE_GC, variable};

// A static type does not own its type.
static int static_traverse(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
  if (self->dict == NULL)
    return 0;
  Py_VISIT(self->dict);
  return 0;
}
PyTypeObject Static = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.S",
                       .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                       .tp_traverse = static_traverse};

// For older versions, too.
static int both_traverse(PyObject *op, visitproc visit, void *arg) {
#if PY_VERSION_HEX >= 0x03090000
  Py_VISIT(Py_TYPE(op));
#endif
  return 0;
}
PyType_Slot both[] = {{Py_tp_traverse, (void *)both_traverse}, {0, NULL}};

// The references in the dictionary are not counted: the dealloc has to put that
// right first, and nobody may follow them.
typedef struct {
  PyObject_HEAD
  PyObject *seen;
  PyObject *weak;
} Cache;
static int cache_traverse(Cache *self, visitproc visit, void *arg) {
  Py_VISIT(self->seen);
  return 0;
}
static void cache_dealloc(Cache *self) {
  PyObject_GC_UnTrack((PyObject *)self);
  PyDict_SetItemString(self->weak, "key", Py_None);
  Py_CLEAR(self->weak);
  PyObject_GC_Del(self);
}
void fill_cache(Cache *self) { self->weak = PyDict_New(); }
PyTypeObject Cache_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Cache",
                           .tp_basicsize = sizeof(Cache),
                           .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                           .tp_traverse = (traverseproc)cache_traverse,
                           .tp_dealloc = (destructor)cache_dealloc};

// A function of the project sees to it that it is a string.
typedef struct {
  PyObject_HEAD
  PyObject *first;
  PyObject *title;
} Meta;
static int is_string(PyObject *o) { return PyUnicode_CheckExact(o); }
static int meta_traverse(Meta *self, visitproc visit, void *arg) {
  Py_VISIT(self->first);
  return 0;
}
static void meta_dealloc(Meta *self) {
  PyObject_GC_UnTrack((PyObject *)self);
  Py_CLEAR(self->title);
  PyObject_GC_Del(self);
}
static int meta_init(Meta *self, PyObject *args, PyObject *kwds) {
  PyObject *title;
  if (!PyArg_ParseTuple(args, "O", &title) || !is_string(title))
    return -1;
  self->title = Py_NewRef(title);
  return 0;
}
PyTypeObject Meta_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Meta",
                          .tp_basicsize = sizeof(Meta),
                          .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                          .tp_traverse = (traverseproc)meta_traverse,
                          .tp_init = (initproc)meta_init,
                          .tp_dealloc = (destructor)meta_dealloc};
