// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *dict;
  PyObject **items;
  Py_ssize_t count;
  PyObject *tuple;
  void *buffer;
} Foo;

typedef struct {
  PyObject *registry;
} State;

static State *state_of(PyObject *module) {
  State *state = (State *)PyModule_GetState(module);
  assert(state != NULL);
  return state;
}

static int foo_traverse(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
  Py_VISIT(Py_TYPE(op));
  Py_VISIT(self->dict);
  for (Py_ssize_t i = 0; self->items != NULL && i < self->count; i++) {
    Py_VISIT(self->items[i]);
  }
  if (self->tuple != NULL && PyTuple_CheckExact(self->tuple)) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(self->tuple); i++) {
      Py_VISIT(PyTuple_GET_ITEM(self->tuple, i));
    }
  }
  return 0;
}

static int base_traverse(PyObject *op, visitproc visit, void *arg) {
  return PyType_Type.tp_traverse(op, visit, arg);
}

static int module_traverse(PyObject *module, visitproc visit, void *arg) {
  Py_VISIT(state_of(module)->registry);
  return 0;
}

// What the collector calls with the world running again may do all of this.
static int foo_clear(PyObject *op) {
  Foo *self = (Foo *)op;
  Py_CLEAR(self->dict);
  PyMem_Free(self->buffer);
  return 0;
}

// A branch for a Python with the GIL.
static int counted_traverse(PyObject *op, visitproc visit, void *arg) {
  Foo *self = (Foo *)op;
#ifndef Py_GIL_DISABLED
  Py_CLEAR(self->tuple);
#endif
  Py_VISIT(self->dict);
  return 0;
}

PyType_Slot slots[] = {{Py_tp_traverse, (void *)foo_traverse}, {Py_tp_clear, (void *)foo_clear}, {0, NULL}};
PyType_Slot more[] = {{Py_tp_traverse, (void *)base_traverse}, {0, NULL}};
PyType_Slot third[] = {{Py_tp_traverse, (void *)counted_traverse}, {0, NULL}};
PyModuleDef_Slot module_slots[] = {{104, (void *)module_traverse}, {0, NULL}};
