#include <Python.h>

/* What is read through the object that the field refers to lives by it. */
typedef struct {
  int depth;
} Format;
typedef struct {
  PyObject_HEAD
  Format *format;
} Surface;

typedef struct {
  PyObject_HEAD
  Surface *surface;
} Pixels;

static PyObject *depth(Pixels *self, PyObject *unused) {
  int leave = 0;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->surface == NULL) {
    PyErr_SetString(PyExc_ValueError, "closed");
    leave = 1;
    goto done;
  }
  Format *format = self->surface->format; // warn: 'self->surface' is used with no lock // review: a lock is added
  if (format == NULL) {
    PyErr_SetString(PyExc_ValueError, "quit");
    leave = 1;
    goto done;
  }
  outcome = PyLong_FromLong(format->depth);
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
  }
  return outcome;
}

static PyObject *close_it(Pixels *self, PyObject *unused) {
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_CLEAR(self->surface); // warn: 'self->surface' is replaced and its old object released with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"depth", (PyCFunction)depth, METH_NOARGS, NULL},
    {"close", (PyCFunction)close_it, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};
PyTypeObject PixelsType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "through_reference.Pixels",
    .tp_basicsize = sizeof(Pixels),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};
