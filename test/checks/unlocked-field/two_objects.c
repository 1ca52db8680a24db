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
  self->sum += x; // warn: 'sum' and 'count' of 'self' change together // review: a lock is added
  self->count++;
  Py_RETURN_NONE;
}

static PyObject *merge(Foo *self, PyObject *arg) {
  Foo *other = (Foo *)arg;
  if (Py_TYPE(arg) != &Foo_Type) {
    PyErr_SetString(PyExc_TypeError, "not a Foo");
    return NULL;
  }
  self->sum += other->sum; // warn: 'sum', 'low' and 'count' of 'self' change together // review: a lock is added // warn: 'sum' and 'count' of 'other' are read // review: a lock is added
  self->count += other->count;
  if (other->low < self->low)
    self->low = other->low;
  Py_RETURN_NONE;
}

/* The other one, or none given: the object itself. */
static PyObject *mean(Foo *self, PyObject *args) {
  PyObject *given = Py_None;
  Foo *other;
  if (!PyArg_ParseTuple(args, "|O", &given))
    return NULL;
  if (given == Py_None)
    other = self;
  else
    other = (Foo *)given;
  double sum = self->sum / self->count + other->sum / other->count; // warn: 'sum' and 'count' of 'self' are read // review: a lock is added // warn: 'sum' and 'count' of 'other' are read // review: a lock is added
  return PyFloat_FromDouble(sum);
}

static PyMethodDef methods[] = {
    {"mean", (PyCFunction)mean, METH_VARARGS, NULL},
    {"add", (PyCFunction)add, METH_O, NULL},
    {"merge", (PyCFunction)merge, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *table(void) { return methods; }
