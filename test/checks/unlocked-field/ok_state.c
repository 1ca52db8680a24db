// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  long width, height, calls, touched;
  struct { long x, y; } place;
  PyObject *options __attribute__((annotate("ftidy:immutable")));
} Foo;

// Two numbers that do not depend on what they were.
static PyObject *set_size(Foo *self, PyObject *arg) {
  long size = PyLong_AsLong(arg);
  self->width = size;
  self->height = size;
  Py_RETURN_NONE;
}

static PyObject *area(Foo *self, PyObject *unused) {
  return PyLong_FromLong(self->width * self->height);
}

// A count on the side: that one is lost is not worth a lock.
static PyObject *width(Foo *self, PyObject *unused) {
  self->calls++;
  return PyLong_FromLong(self->width);
}

static PyObject *calls(Foo *self, PyObject *unused) {
  return PyLong_FromLong(self->calls);
}

// The project says that it does not change once the object is shared.
static PyObject *options(Foo *self, PyObject *unused) {
  return Py_NewRef(self->options);
}

static PyObject *set_options(Foo *self, PyObject *value) {
  Py_XSETREF(self->options, Py_NewRef(value));
  Py_RETURN_NONE;
}

// Only its address is shown; and the header is the object itself.
static PyObject *identity(Foo *self, PyObject *unused) {
  return PyLong_FromVoidPtr(&self->place);
}

void remember(PyObject *object);
static PyObject *touch(Foo *self, PyObject *unused) {
  self->touched++;
  remember(&self->ob_base);
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"identity", (PyCFunction)identity, METH_NOARGS, NULL},
    {"touch", (PyCFunction)touch, METH_NOARGS, NULL},
    {"set_size", (PyCFunction)set_size, METH_O, NULL},
    {"area", (PyCFunction)area, METH_NOARGS, NULL},
    {"width", (PyCFunction)width, METH_NOARGS, NULL},
    {"calls", (PyCFunction)calls, METH_NOARGS, NULL},
    {"options", (PyCFunction)options, METH_NOARGS, NULL},
    {"set_options", (PyCFunction)set_options, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *the_methods(void) { return methods; }
