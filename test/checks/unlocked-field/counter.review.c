// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  long value, next_id, hits, total, serial;
  double mean[1];
} Foo;

static PyObject *add(Foo *self, PyObject *arg) {
  self->value += PyLong_AsLong(arg); // warn: 'value' of 'self' is counted with no lock; what two threads add is lost in part; hold a critical section on 'self' // no fix: a call in between may suspend the critical section
  Py_RETURN_NONE;
}

static PyObject *reset(Foo *self, PyObject *unused) {
  self->value = 0;
  Py_RETURN_NONE;
}

static PyObject *value(Foo *self, void *closure) {
  return PyLong_FromLong(self->value);
}

// Two threads get the same number.
static PyObject *make_id(Foo *self, PyObject *unused) {
  long id;
  Py_BEGIN_CRITICAL_SECTION(self);
  id = self->next_id;
  self->next_id++; // warn: 'next_id' of 'self' is counted with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return PyLong_FromLong(id);
}

static PyObject *make_serial(Foo *self, PyObject *unused) {
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = PyLong_FromLong(self->serial++); // warn: 'serial' of 'self' is counted with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
}

// It is all that the method does.
static PyObject *hit(Foo *self, PyObject *unused) {
  Py_BEGIN_CRITICAL_SECTION(self);
  self->hits++; // warn: 'hits' of 'self' is counted with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *hits(Foo *self, void *closure) {
  return PyLong_FromLong(self->hits);
}

static PyMethodDef methods[] = {
    {"add", (PyCFunction)add, METH_O, NULL},
    {"reset", (PyCFunction)reset, METH_NOARGS, NULL},
    {"make_id", (PyCFunction)make_id, METH_NOARGS, NULL},
    {"make_serial", (PyCFunction)make_serial, METH_NOARGS, NULL},
    {"hit", (PyCFunction)hit, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef getset[] = {
    {"value", (getter)value, NULL, NULL, NULL},
    {"hits", (getter)hits, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyMethodDef *the_methods(void) { return methods; }
PyGetSetDef *the_getset(void) { return getset; }
