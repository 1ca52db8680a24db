// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *cache;
  PyObject *hook;
  PyObject *name;
} Foo;

// Load, store, release: two threads load the same old object.
static PyObject *swap_by_hand(Foo *self, PyObject *value) {
  PyObject *old = self->cache;
  Py_INCREF(value);
  self->cache = value; // warn: 'self->cache' is replaced and its old object released with no lock // review: a lock is added
  Py_XDECREF(old);
  Py_RETURN_NONE;
}

// The object arrives as a PyObject.
static PyObject *swap_by_macro(PyObject *op, PyObject *value) {
  Foo *self = (Foo *)op;
  Py_XSETREF(self->hook, Py_NewRef(value)); // warn: 'self->hook' is replaced // review: a lock is added
  Py_RETURN_NONE;
}

static int set_name(Foo *self, PyObject *value, void *closure) {
  Py_INCREF(value);
  Py_SETREF(self->name, value); // warn: 'self->name' is replaced // review: a lock is added
  return 0;
}

// Several fields of one function are one finding.
static PyObject *reset(Foo *self, PyObject *unused) {
  Py_CLEAR(self->cache); // warn: 'self->cache' is replaced // review: a lock is added
  Py_CLEAR(self->hook);
  Py_RETURN_NONE;
}

// Released first, then replaced.
static PyObject *release_first(Foo *self, PyObject *value) {
  Py_XDECREF(self->cache);
  self->cache = Py_NewRef(value); // warn: 'self->cache' is replaced // review: a lock is added
  Py_RETURN_NONE;
}

// Both get what can only be given once.
static PyObject *take_out(Foo *self, PyObject *unused) {
  PyObject *result = self->cache;
  self->cache = NULL; // warn: 'self->cache' is replaced // review: a lock is added
  return result;
}

static PyMethodDef methods[] = {
    {"swap_by_hand", (PyCFunction)swap_by_hand, METH_O, NULL},
    {"swap_by_macro", (PyCFunction)swap_by_macro, METH_O, NULL},
    {"reset", (PyCFunction)reset, METH_NOARGS, NULL},
    {"release_first", (PyCFunction)release_first, METH_O, NULL},
    {"take_out", (PyCFunction)take_out, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef getset[] = {
    {"name", NULL, (setter)set_name, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};

PyMethodDef *the_methods(void) { return methods; }
PyGetSetDef *the_getset(void) { return getset; }
