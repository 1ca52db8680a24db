#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *cache;
  PyObject *items;
  void *buffer;
  PyMutex lock;
} Foo;

static PyObject *get(Foo *self) {
  Py_XINCREF(self->cache); // note: here
  return self->cache;
}

static void drop(Foo *self) { Py_CLEAR(self->cache); }
static void drop_all(Foo *self) { drop(self); }

static int through_functions(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
  PyObject *held = get(self); // warn: 'get' is called by a traverse function, but 'Py_XINCREF' changes a reference count // no fix: it happens in a function that the traverse calls
  Py_VISIT(held);
  Py_XDECREF(held); // warn: 'Py_XDECREF' // no fix: the change of the count has no counterpart that is sure to go with it
  drop_all(self); // warn: 'drop_all' is called by a traverse function, but 'Py_CLEAR' // no fix: it happens in a function that the traverse calls
  return 0;
}

// What visits for a traverse function is one.
static int visit_all(Foo *self, visitproc visit, void *arg) {
  Py_INCREF(self->items); // warn: 'Py_INCREF' // no fix: the change of the count has no counterpart
  Py_VISIT(self->items);
  if (self->buffer)
    Py_DECREF(self->items); // warn: 'Py_DECREF' // no fix: the change of the count has no counterpart
  return 0;
}

static int not_allowed(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
  PyObject *dict = PyObject_GetAttrString(op, "__dict__"); // warn: 'PyObject_GetAttrString' makes a new reference // no fix: there is no twin that a traverse function may call
  Py_VISIT(dict);
  Py_XDECREF(dict); // warn: 'Py_XDECREF' // no fix: the change of the count has no counterpart
  PyErr_Clear();    // warn: 'PyErr_Clear' touches the error indicator // no fix: there is no twin
  if (PyObject_IsTrue(self->items)) // warn: 'PyObject_IsTrue' may run Python code // no fix: there is no twin
    return visit_all(self, visit, arg);
  self->buffer = PyMem_Malloc(8); // warn: 'PyMem_Malloc' allocates or frees memory // no fix: there is no twin
  PyObject_GC_UnTrack(op); // warn: 'PyObject_GC_UnTrack' changes what the collector tracks // no fix: there is no twin
  return 0;
}

static int locks(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
  Py_BEGIN_CRITICAL_SECTION(op); // warn: 'Py_BEGIN_CRITICAL_SECTION' takes a lock // no fix: there is no twin
  Py_VISIT(self->items);
  Py_END_CRITICAL_SECTION();
  PyMutex_Lock(&self->lock); // warn: 'PyMutex_Lock' takes a lock // no fix: there is no twin
  Py_VISIT(self->cache);
  PyMutex_Unlock(&self->lock);
  PyGILState_STATE state = PyGILState_Ensure(); // warn: 'PyGILState_Ensure' attaches or detaches // no fix: there is no twin
  PyGILState_Release(state); // warn: 'PyGILState_Release' may run Python code // no fix: there is no twin
  return 0;
}

#define HOLD(op) Py_INCREF(op)
static int hidden(PyObject *op, visitproc visit, void *arg) {
  HOLD(((Foo *)op)->cache); // warn: 'Py_INCREF' // no fix: the call is hidden in a macro
  Py_VISIT(((Foo *)op)->cache);
  Py_DECREF(((Foo *)op)->cache); // warn: 'Py_DECREF' // no fix: the change of the count has no counterpart
  return 0;
}

static PyType_Slot slots[] = {{Py_tp_traverse, (void *)through_functions}, {0, NULL}};
static PyType_Slot more[] = {{.slot = Py_tp_traverse, .pfunc = (void *)not_allowed}, {0, NULL}};
PyType_Spec specs[] = {{"m.A", sizeof(Foo), 0, Py_TPFLAGS_HAVE_GC, slots}, {"m.B", sizeof(Foo), 0, Py_TPFLAGS_HAVE_GC, more}};
PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_traverse = locks};
traverseproc stored = (traverseproc)hidden;
