// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  double sum, low;
  long count;
} Foo;

static PyTypeObject Foo_Type;

static PyObject *add(Foo *self, PyObject *arg) {
  double x = PyFloat_AS_DOUBLE(arg);
  Py_BEGIN_CRITICAL_SECTION(self);
  self->sum += x; // warn: 'sum' and 'count' of 'self' change together // review: a lock is added
  self->count++;
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *merge(Foo *self, PyObject *arg) {
  Foo *other = (Foo *)arg;
  if (Py_TYPE(arg) != &Foo_Type) {
    PyErr_SetString(PyExc_TypeError, "not a Foo");
    return NULL;
  }
  Py_BEGIN_CRITICAL_SECTION2(self, other);
  self->sum += other->sum; // warn: 'sum', 'low' and 'count' of 'self' change together // review: a lock is added // warn: 'sum' and 'count' of 'other' are read // review: a lock is added
  self->count += other->count;
  if (other->low < self->low)
    self->low = other->low;
  Py_END_CRITICAL_SECTION2();
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"add", (PyCFunction)add, METH_O, NULL},
    {"merge", (PyCFunction)merge, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *table(void) { return methods; }
