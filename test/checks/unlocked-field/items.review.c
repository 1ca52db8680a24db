#include <Python.h>

/* Items of what a field holds: the lock, or the reference, lasts until the item has
   a reference of its own. */
typedef struct {
  PyObject_HEAD
  PyObject *pair;
  PyObject *fn;
} Box;

static PyObject *chosen(Box *self, PyObject *arg) {
  PyObject *v;
  Py_BEGIN_CRITICAL_SECTION(self);
  v = self->pair ? PyTuple_GET_ITEM(self->pair, 0) : arg; // warn: 'self->pair' is used with no lock // review: a lock is added
  Py_INCREF(v);
  Py_END_CRITICAL_SECTION();
  return v;
}

static PyObject *or_else(Box *self, PyObject *arg) {
  PyObject *v = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->pair)
    v = PyTuple_GET_ITEM(self->pair, 0); // warn: 'self->pair' is used with no lock // review: a lock is added
  if (!v)
    v = arg;
  Py_INCREF(v);
  Py_END_CRITICAL_SECTION();
  return v;
}

static PyObject *called_or_not(Box *self, PyObject *arg) {
  PyObject *x, *y = NULL;
  PyObject *pair;
  PyObject *fn;
  Py_BEGIN_CRITICAL_SECTION(self);
  pair = Py_XNewRef(self->pair);
  fn = Py_XNewRef(self->fn);
  Py_END_CRITICAL_SECTION();
  if (pair)
    x = PyTuple_GET_ITEM(pair, 0); // warn: 'self->pair' is used with no lock // review: a lock is added
  else
    x = Py_None;
  if (fn)
    y = fn;
  if (y) {
    PyObject *result = PyObject_CallOneArg(y, x);
    Py_XDECREF(fn);
    Py_XDECREF(pair);
    return result;
  }
  PyObject *result = Py_NewRef(x);
  Py_XDECREF(fn);
  Py_XDECREF(pair);
  return result;
}

static PyObject *set(Box *self, PyObject *pair) {
  Py_INCREF(pair);
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XSETREF(self->pair, pair); // warn: 'self->pair' is replaced and its old object released with no lock // review: a lock is added
  Py_CLEAR(self->fn);
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"chosen", (PyCFunction)chosen, METH_O, NULL},
    {"or_else", (PyCFunction)or_else, METH_O, NULL},
    {"called_or_not", (PyCFunction)called_or_not, METH_O, NULL},
    {"set", (PyCFunction)set, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
PyTypeObject BoxType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "items.Box",
    .tp_basicsize = sizeof(Box),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};
