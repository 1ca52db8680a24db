// also: c++
#include <Python.h>

// Two threads that take from one iterator take turns, or get what they get.
typedef struct {
  PyObject_HEAD
  PyObject *seq;
  Py_ssize_t index, left;
} Iter;

static PyObject *next(Iter *self) {
  if (self->left == 0)
    return NULL;
  self->left--;
  return PySequence_GetItem(self->seq, self->index++);
}

static PyObject *length_hint(Iter *self, PyObject *unused) {
  return PyLong_FromSsize_t(self->left + self->index);
}

static PyMethodDef methods[] = {
    {"__length_hint__", (PyCFunction)length_hint, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyType_Slot slots[] = {{Py_tp_iternext, (void *)next},
                              {Py_tp_methods, methods},
                              {0, NULL}};

PyType_Slot *the_slots(void) { return slots; }
