// options: MinPython=3.9
#include <Python.h>
#include <stddef.h>

typedef struct {
  PyObject_HEAD
  PyObject *seq;
  PyObject *callback;
} Foo;

static int early_traverse(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
  Py_VISIT(Py_TYPE(op));
  if (self->seq == NULL) {
    return 0; // warn: when 'seq' is NULL, 'callback' is not visited: a cycle through it is not freed // no fix: the return has to move behind the other visits
  }
  Py_VISIT(self->seq);
  Py_VISIT(self->callback);
  return 0;
}

static int names_traverse(PyObject *op, visitproc v, void *a) { // warn: 'names_traverse' does not visit the type // no fix: the parameters are not named 'visit' and 'arg'
  return v(((Foo *)op)->seq, a);
}

static int if_traverse(PyObject *op, visitproc visit, void *arg) { // warn: 'if_traverse' does not visit the type // no fix: part of the code in between is compiled conditionally
#ifdef NOTHING
  return 0;
#endif
  Py_VISIT(((Foo *)op)->seq);
  Py_VISIT(((Foo *)op)->callback);
  return 0;
}

// Only the dictionary leads to the instance.
typedef struct {
  PyObject_HEAD
  PyObject *dict;
} Bar;
static int self_traverse(PyObject *op, visitproc visit, void *arg) { // warn: 'self_traverse' does not visit 'dict' // no fix: the function has no pointer to the instance
  return 0;
}
static void bar_dealloc(PyObject *op) {
  PyObject_GC_UnTrack(op);
  Bar *self = (Bar *)op;
  Py_XDECREF(self->dict); // note: 'dict' is released here
  PyObject_GC_Del(op);
}

PyType_Slot a[] = {{Py_tp_traverse, (void *)early_traverse}, {0, NULL}};
PyType_Slot b[] = {{Py_tp_traverse, (void *)names_traverse}, {0, NULL}};
PyType_Slot c[] = {{Py_tp_traverse, (void *)if_traverse}, {0, NULL}};
PyTypeObject Bar_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Bar",
                         .tp_basicsize = sizeof(Bar),
                         .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                         .tp_traverse = self_traverse,
                         .tp_dictoffset = offsetof(Bar, dict),
                         .tp_dealloc = bar_dealloc};
