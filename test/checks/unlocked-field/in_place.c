// also: c++
// Python code runs between the reads: each stays where it is.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *start;
  PyObject *stop;
  PyObject *owner;
} Span;

static PyObject *contains(Span *self, PyObject *x) {
  int r = PyObject_RichCompareBool(self->start, x, Py_LE); // warn: 'self->start' is used with no lock // review: a lock is added
  if (r < 0)
    return NULL;
  if (r) {
    r = PyObject_RichCompareBool(x, self->stop, Py_LT);
    if (r < 0)
      return NULL;
  }
  return PyBool_FromLong(r);
}

// What is kept of it beyond the call wants a reference for as long.
static PyObject *bounds(Span *self, PyObject *x) {
  PyObject *first = self->start, *result; // warn: 'self->start' is used with no lock // no fix: a call in between may suspend
  int r = PyObject_RichCompareBool(first, x, Py_LE);
  if (r < 0)
    return NULL;
  result = PyTuple_Pack(3, first, self->start, self->stop);
  return result;
}

// Both are released before one of them is set.
static PyObject *shift(Span *self, PyObject *by) {
  PyObject *start, *stop;
  start = PyNumber_Add(self->start, by);
  if (!start)
    return NULL;
  stop = PyNumber_Add(self->stop, by);
  if (!stop) {
    Py_DECREF(start);
    return NULL;
  }
  Py_DECREF(self->start);
  Py_DECREF(self->stop);
  self->start = start; // warn: 'self->start' is replaced and its old object released // review: a lock is added
  self->stop = stop;
  Py_RETURN_NONE;
}

static PyObject *adopt(Span *self, PyObject *owner) {
  Py_CLEAR(self->owner); // warn: 'self->owner' is replaced and its old object released // review: a lock is added
  Py_INCREF(owner);
  self->owner = owner;
  Py_RETURN_NONE;
}

static PyObject *get_owner(Span *self, PyObject *unused) {
  return Py_XNewRef(self->owner); // warn: 'self->owner' is used with no lock // review: a lock is added
}

static PyMethodDef methods[] = {{"contains", (PyCFunction)contains, METH_O, NULL},
                                {"bounds", (PyCFunction)bounds, METH_O, NULL},
                                {"shift", (PyCFunction)shift, METH_O, NULL},
                                {"adopt", (PyCFunction)adopt, METH_O, NULL},
                                {"owner", (PyCFunction)get_owner, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static PyTypeObject SpanType = {PyVarObject_HEAD_INIT(NULL, 0) "m.Span"};

int add_type(PyObject *module) {
  SpanType.tp_methods = methods;
  return PyModule_AddType(module, &SpanType);
}
