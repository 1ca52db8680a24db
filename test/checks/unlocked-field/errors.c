// also: c++
#include <Python.h>
#include <stdlib.h>

typedef struct {
  PyObject_HEAD
  char *data;
  Py_ssize_t size;
  int read_only;
  int is_open;
} Buffer;

static PyObject *Error;

// Setting an error runs nothing and releases nothing.
static int resize(Buffer *self, Py_ssize_t size) {
  char *data;
  if (size > 1000) {
    PyErr_Format(Error, "%zd is too much", size);
    return -1;
  }
  data = (char *)realloc(self->data, (size_t)size);
  if (data == NULL) {
    PyErr_NoMemory();
    return -1;
  }
  self->data = data;
  self->size = size;
  return 0;
}

static PyObject *clear(Buffer *self, PyObject *unused) {
  if (resize(self, 0) < 0) // warn: the memory of 'self->data' is freed or moved with no lock // review: a lock is added
    PyErr_SetString(PyExc_RuntimeError, "not cleared");
  self->data[0] = 0;
  Py_RETURN_NONE;
}

static int show(Buffer *self, PyObject *what) {
  if (self->size > 10) {
    PyErr_Format(PyExc_ValueError, "%R", what);
    return -1;
  }
  return self->data[0];
}

// %R runs __repr__.
static PyObject *fill(Buffer *self, PyObject *what) {
  int first = show(self, what); // warn: the memory of 'self->data' is used // no fix: a call in between may suspend the critical section
  self->data[1] = (char)first;
  Py_RETURN_NONE;
}

// Types and strings are only looked at.
static PyObject *append_text(Buffer *self, PyObject *args) {
  Py_ssize_t at = self->size;
  const char *text;
  PyObject *other;
  if (!PyArg_ParseTuple(args, "sO!:append", &text, &PyList_Type, &other))
    return NULL;
  if (resize(self, at + 1) < 0) // warn: is freed or moved with no lock // review: a lock is added
    return NULL;
  self->data[at] = *text;
  Py_RETURN_NONE;
}

// A number may come from __index__, and 'at' is older.
static PyObject *append_number(Buffer *self, PyObject *args) {
  Py_ssize_t at = self->size;
  int byte;
  if (!PyArg_ParseTuple(args, "i", &byte))
    return NULL;
  if (resize(self, at + 1) < 0) // warn: is freed or moved with no lock // no fix: a call in between may suspend the critical section
    return NULL;
  self->data[at] = (char)byte;
  Py_RETURN_NONE;
}

// Who may write is another matter than what is written.
static PyObject *set_first(Buffer *self, PyObject *arg) {
  if (self->read_only) {
    PyErr_SetString(PyExc_TypeError, "read only");
    return NULL;
  }
  long byte = PyLong_AsLong(arg);
  if (byte == -1 && PyErr_Occurred())
    return NULL;
  self->data[0] = (char)byte; // warn: the memory of 'self->data' is used with no lock // review: a lock is added
  Py_RETURN_NONE;
}

#define RAISE_IF_READ_ONLY(self)                                               \
  if ((self)->read_only) {                                                     \
    PyErr_SetString(PyExc_TypeError, "read only");                             \
    return NULL;                                                               \
  }

static PyObject *erase(Buffer *self, PyObject *unused) {
  RAISE_IF_READ_ONLY(self);
  if (resize(self, 1) < 0) // warn: is freed or moved with no lock // review: a lock is added
    return NULL;
  Py_RETURN_NONE;
}

// Whether it is there is not: what closes it frees it.
static PyObject *set_last(Buffer *self, PyObject *arg) {
  if (!self->is_open) {
    PyErr_SetString(PyExc_TypeError, "closed");
    return NULL;
  }
  long byte = PyLong_AsLong(arg);
  if (byte == -1 && PyErr_Occurred())
    return NULL;
  self->data[self->size - 1] = (char)byte; // warn: the memory of 'self->data' is used with no lock // no fix: a call in between may suspend the critical section
  Py_RETURN_NONE;
}

static PyObject *close_it(Buffer *self, PyObject *unused) {
  free(self->data); // warn: the memory of 'self->data' is freed or moved with no lock // review: a lock is added
  self->data = NULL;
  self->is_open = 0;
  Py_RETURN_NONE;
}

static PyObject *freeze(Buffer *self, PyObject *unused) {
  self->read_only = 1;
  Py_RETURN_NONE;
}

// A slot that makes an instance makes memory.
static PyObject *copy(Buffer *self, PyObject *unused) {
  PyTypeObject *type = Py_TYPE(self);
  char first = self->data[0]; // warn: the memory of 'self->data' is used with no lock // review: a lock is added
  Buffer *other = (Buffer *)type->tp_alloc(type, 0);
  if (other == NULL)
    return NULL;
  other->data = (char *)malloc(1);
  other->data[0] = first + self->data[1];
  return (PyObject *)other;
}

static PyMethodDef methods[] = {
    {"clear", (PyCFunction)clear, METH_NOARGS, NULL},
    {"fill", (PyCFunction)fill, METH_O, NULL},
    {"append_text", (PyCFunction)append_text, METH_VARARGS, NULL},
    {"append_number", (PyCFunction)append_number, METH_VARARGS, NULL},
    {"set_first", (PyCFunction)set_first, METH_O, NULL},
    {"erase", (PyCFunction)erase, METH_NOARGS, NULL},
    {"set_last", (PyCFunction)set_last, METH_O, NULL},
    {"close", (PyCFunction)close_it, METH_NOARGS, NULL},
    {"freeze", (PyCFunction)freeze, METH_NOARGS, NULL},
    {"copy", (PyCFunction)copy, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
