// also: c++
// What is taken out of the memory is the caller's.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject **slots;
  Py_ssize_t head, used, cap;
} Ring;

static int grow(Ring *self) {
  Py_ssize_t i, cap = self->cap * 2;
  PyObject **slots = (PyObject **)PyMem_Malloc(cap * sizeof(PyObject *));
  if (!slots) {
    PyErr_NoMemory();
    return -1;
  }
  for (i = 0; i < self->used; i++)
    slots[i] = self->slots[(self->head + i) % self->cap];
  PyMem_Free(self->slots);
  self->slots = slots;
  self->cap = cap;
  self->head = 0;
  return 0;
}

static PyObject *push(Ring *self, PyObject *o) {
  if (self->used == self->cap && grow(self) < 0) // warn: is freed or moved with no lock // review: a lock is added
    return NULL;
  Py_INCREF(o);
  self->slots[(self->head + self->used) % self->cap] = o;
  self->used++;
  Py_RETURN_NONE;
}

static PyObject *pop(Ring *self, PyObject *unused) {
  PyObject *o;
  if (self->used == 0) {
    PyErr_SetString(PyExc_IndexError, "empty");
    return NULL;
  }
  o = self->slots[self->head]; // warn: the memory of 'self->slots' is used with no lock // review: a lock is added
  self->head = (self->head + 1) % self->cap;
  self->used--;
  return o;
}

// This one only looks, and gives away what is not its own.
static PyObject *first(Ring *self, PyObject *unused) {
  PyObject *o = NULL;
  if (self->used)
    o = self->slots[self->head]; // warn: the memory of 'self->slots' is used with no lock // no fix: the value is stored without a reference of its own
  return o;
}

static PyMethodDef methods[] = {{"push", (PyCFunction)push, METH_O, NULL},
                                {"pop", (PyCFunction)pop, METH_NOARGS, NULL},
                                {"first", (PyCFunction)first, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static PyTypeObject RingType = {PyVarObject_HEAD_INIT(NULL, 0) "m.Ring"};

int add_type(PyObject *module) {
  RingType.tp_methods = methods;
  return PyModule_AddType(module, &RingType);
}
