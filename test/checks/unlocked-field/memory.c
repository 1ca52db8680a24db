// also: c++
#include <Python.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  PyObject_HEAD
  char *data;
  Py_ssize_t size;
} Buffer;

// The lock has to be around all of the method, not around the realloc.
static int resize(Buffer *self, Py_ssize_t size) {
  char *data = (char *)realloc(self->data, (size_t)size);
  if (data == NULL)
    return -1;
  self->data = data;
  self->size = size;
  return 0;
}

static PyObject *append(Buffer *self, PyObject *arg) {
  long byte = PyLong_AsLong(arg);
  if (byte == -1 && PyErr_Occurred())
    return NULL;
  Py_ssize_t at = self->size;
  if (resize(self, at + 1) < 0) // warn: the memory of 'self->data' is freed or moved with no lock // review: a lock is added
    return PyErr_NoMemory();
  self->data[at] = (char)byte;
  Py_RETURN_NONE;
}

static PyObject *to_bytes(Buffer *self, PyObject *unused) {
  return PyBytes_FromStringAndSize(self->data, self->size); // warn: the memory of 'self->data' is used with no lock while another thread may free it // review: a lock is added
}

// A number alone is not memory.
static Py_ssize_t length(Buffer *self) { return self->size; }

// Freed by a function of the project's own.
void buffer_free(void *);

static PyObject *close_it(Buffer *self, PyObject *unused) {
  if (self->data) {
    buffer_free(self->data); // warn: the memory of 'self->data' is freed or moved // review: a lock is added
    self->data = NULL;
  }
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"append", (PyCFunction)append, METH_O, NULL},
    {"to_bytes", (PyCFunction)to_bytes, METH_NOARGS, NULL},
    {"close", (PyCFunction)close_it, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyType_Slot slots[] = {{Py_sq_length, (void *)length},
                              {Py_tp_methods, methods},
                              {0, NULL}};

PyType_Slot *the_slots(void) { return slots; }
