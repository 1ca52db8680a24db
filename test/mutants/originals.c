// Right traverse functions, one a part, each handed to CPython in another way.
// Names end in a number that takes the place of NR. mutants.py says how the
// marked line is changed.
#include <Python.h>
#include <pthread.h>

static PyObject *cached;
static PyMutex mutex;
static pthread_mutex_t native;
static PyThread_type_lock lock;

PyObject *cached_object(void) { return cached; }
PyMutex *the_mutex(void) { return &mutex; }
PyThread_type_lock the_lock(void) { return lock; }
pthread_mutex_t *the_native(void) { return &native; }

// original: static type
typedef struct {
  PyObject_HEAD
  PyObject *value;
  PyObject *items;
} StaticNR;
static int static_traverse_NR(PyObject *op, visitproc visit, void *arg) {
  StaticNR *self = (StaticNR *)op;
  Py_VISIT(self->items);
  Py_VISIT(self->value); // mutate: field op
  return 0;
}
PyTypeObject StaticNR_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Static",
                              .tp_basicsize = sizeof(StaticNR),
                              .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                              .tp_traverse = static_traverse_NR};

// original: positional
typedef struct {
  PyObject_HEAD
  PyObject *value;
  PyObject *items;
} PositionalNR;
static int positional_traverse_NR(PositionalNR *self, visitproc visit, void *arg) {
  Py_VISIT(self->items);
  Py_VISIT(self->value); // mutate: field cached
  return 0;
}
PyTypeObject PositionalNR_Type = {
    PyVarObject_HEAD_INIT(NULL, 0) "m.Positional", sizeof(PositionalNR), 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, 0,
    (traverseproc)positional_traverse_NR};

// original: slots
typedef struct {
  PyObject_HEAD
  PyObject *value;
} SlotsNR;
static int slots_traverse_NR(PyObject *op, visitproc visit, void *arg) {
  SlotsNR *self = (SlotsNR *)op;
  Py_VISIT(Py_TYPE(op));
  Py_VISIT(self->value); // mutate: field op
  return 0;
}
static int slots_clear_NR(PyObject *op) {
  Py_CLEAR(((SlotsNR *)op)->value);
  return 0;
}
int slots_init_NR(SlotsNR *self) {
  self->value = PyList_New(0);
  return self->value != NULL;
}
static PyType_Slot slots_NR[] = {{Py_tp_traverse, (void *)slots_traverse_NR},
                                 {Py_tp_clear, (void *)slots_clear_NR},
                                 {0, NULL}};
PyType_Spec spec_NR = {"m.Slots", sizeof(SlotsNR), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots_NR};

// original: assignment
typedef struct {
  PyObject_HEAD
  PyObject *other;
  PyObject *value;
} AssignedNR;
static int assigned_traverse_NR(PyObject *op, visitproc visit, void *arg) {
  Py_VISIT(((AssignedNR *)op)->other);
  Py_VISIT(((AssignedNR *)op)->value); // mutate: field op
  return 0;
}
void assigned_ready_NR(void) {
  static PyTypeObject type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Assigned"};
  type.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC;
  type.tp_basicsize = sizeof(AssignedNR);
  type.tp_traverse = assigned_traverse_NR;
  PyType_Ready(&type);
}

// original: module
typedef struct {
  PyObject *value;
} StateNR;
static int state_traverse_NR(PyObject *module, visitproc visit, void *arg) {
  StateNR *state = (StateNR *)PyModule_GetState(module);
  Py_VISIT(state->value); // mutate: state module
  return 0;
}
PyModuleDef moduleNR = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = sizeof(StateNR),
                        .m_traverse = state_traverse_NR};

// original: function for a part
typedef struct {
  PyObject *value;
} NodeNR;
int node_visit_NR(NodeNR *node, visitproc visit, void *arg) {
  Py_VISIT(node->value); // mutate: node cached
  return 0;
}
