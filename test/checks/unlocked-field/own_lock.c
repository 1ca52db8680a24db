#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyMutex lock;
  long used, size;
  double sum;
} Foo;

static PyObject *add(Foo *self, PyObject *arg) {
  PyMutex_Lock(&self->lock);
  self->used++;
  self->size++;
  PyMutex_Unlock(&self->lock);
  Py_RETURN_NONE;
}

// Locked there, not here.
static PyObject *drop(Foo *self, PyObject *unused) {
  self->used--; // warn: 'used' and 'size' of 'self' change together with no lock // no fix: it needs a lock, and which one is a matter of design
  self->size--;
  Py_RETURN_NONE;
}

// Never locked: the author has his reasons.
static PyObject *sum(Foo *self, PyObject *arg) {
  self->sum += PyFloat_AsDouble(arg);
  return PyFloat_FromDouble(self->sum);
}

static PyMethodDef methods[] = {
    {"add", (PyCFunction)add, METH_O, NULL},
    {"drop", (PyCFunction)drop, METH_NOARGS, NULL},
    {"sum", (PyCFunction)sum, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *table(void) { return methods; }
