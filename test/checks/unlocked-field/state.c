// also: c++
#include <Python.h>
#include <stdint.h>

typedef struct {
  PyObject_HEAD
  uint32_t h;
  uint64_t buffer;
  uint8_t shift;
  Py_ssize_t length;
} Hasher;

// All that the method does is here: so is the finding.
static void update_impl(Hasher *self, const unsigned char *data, Py_ssize_t size) {
  Py_ssize_t i;
  for (i = 0; i < size; i++) {
    self->buffer |= (uint64_t)data[i] << self->shift; // warn: 'h', 'buffer', 'shift' and 1 more of 'self' change together with no lock // review: a lock is added
    self->shift += 8;
    self->length += 1;
    if (self->shift >= 32) {
      self->h ^= (uint32_t)self->buffer;
      self->buffer >>= 32;
      self->shift -= 32;
    }
  }
}

static PyObject *update(Hasher *self, PyObject *arg) {
  char *data;
  Py_ssize_t size;
  if (PyBytes_AsStringAndSize(arg, &data, &size) < 0)
    return NULL;
  update_impl(self, (const unsigned char *)data, size);
  Py_RETURN_NONE;
}

static PyObject *digest(Hasher *self, PyObject *unused) {
  uint32_t h = self->h ^ (uint32_t)self->buffer ^ (uint32_t)self->length; // warn: 'h', 'buffer' and 'length' of 'self' are read with no lock // review: a lock is added
  return PyLong_FromUnsignedLong(h);
}

static PyObject *get_length(Hasher *self, void *closure) {
  return PyLong_FromSsize_t(self->length);
}

static PyObject *hasher_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  Hasher *self = (Hasher *)type->tp_alloc(type, 0);
  if (self == NULL)
    return NULL;
  self->h = 0;
  self->buffer = 0;
  update_impl(self, (const unsigned char *)"seed", 4);
  return (PyObject *)self;
}

static PyMethodDef methods[] = {
    {"update", (PyCFunction)update, METH_O, NULL},
    {"digest", (PyCFunction)digest, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef getset[] = {
    {"length", (getter)get_length, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {{Py_tp_new, (void *)hasher_new},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, getset},
                              {0, NULL}};

PyType_Slot *the_slots(void) { return slots; }
