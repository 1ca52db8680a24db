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
  PyObject *start;
  Py_BEGIN_CRITICAL_SECTION(self);
  start = Py_XNewRef(self->start);
  Py_END_CRITICAL_SECTION();
  int r = PyObject_RichCompareBool(start, x, Py_LE); // warn: 'self->start' is used with no lock // review: a lock is added
  Py_XDECREF(start);
  if (r < 0)
    return NULL;
  if (r) {
    PyObject *stop;
    Py_BEGIN_CRITICAL_SECTION(self);
    stop = Py_XNewRef(self->stop);
    Py_END_CRITICAL_SECTION();
    r = PyObject_RichCompareBool(x, stop, Py_LT);
    Py_XDECREF(stop);
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
  PyObject *start2;
  Py_BEGIN_CRITICAL_SECTION(self);
  start2 = Py_XNewRef(self->start);
  Py_END_CRITICAL_SECTION();
  start = PyNumber_Add(start2, by);
  Py_XDECREF(start2);
  if (!start)
    return NULL;
  PyObject *stop2;
  Py_BEGIN_CRITICAL_SECTION(self);
  stop2 = Py_XNewRef(self->stop);
  Py_END_CRITICAL_SECTION();
  stop = PyNumber_Add(stop2, by);
  Py_XDECREF(stop2);
  if (!stop) {
    Py_DECREF(start);
    return NULL;
  }
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XSETREF(self->start, start); // warn: 'self->start' is replaced and its old object released // review: a lock is added
  Py_XSETREF(self->stop, stop);
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *adopt(Span *self, PyObject *owner) {
  // warn: 'self->owner' is replaced and its old object released // review: a lock is added
  Py_INCREF(owner);
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XSETREF(self->owner, owner);
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *get_owner(Span *self, PyObject *unused) {
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = Py_XNewRef(self->owner); // warn: 'self->owner' is used with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
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
