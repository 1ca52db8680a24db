#include <Python.h>

// A critical section is for attached threads.
typedef struct {
  unsigned sum[4];
  size_t length;
} state_t;
void state_update(state_t *, const void *, Py_ssize_t);
unsigned state_digest(const state_t *);
void state_copy(state_t *, const state_t *);

typedef struct {
  PyObject_HEAD
  state_t *state;
} Hash;

static void do_update(Hash *self, Py_buffer *view) {
  Py_BEGIN_ALLOW_THREADS
  state_update(self->state, view->buf, view->len); // warn: 'state' of 'self' changes with no lock // no fix: it needs a lock, and which one is a matter of design
  Py_END_ALLOW_THREADS
  PyBuffer_Release(view);
}

static PyObject *hash_update(Hash *self, PyObject *arg) {
  Py_buffer view;
  if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
    return NULL;
  do_update(self, &view);
  Py_RETURN_NONE;
}

static PyObject *hash_digest(Hash *self, PyObject *unused) {
  unsigned digest;
  digest = state_digest(self->state); // warn: 'state' of 'self' is read with no lock // no fix: it needs a lock, and which one is a matter of design
  return PyLong_FromUnsignedLong(digest);
}

static PyObject *hash_copy(Hash *self, PyObject *unused) {
  Hash *copy = PyObject_New(Hash, Py_TYPE(self));
  if (copy == NULL)
    return NULL;
  state_copy(copy->state, self->state); // warn: 'state' of 'self' is read with no lock // no fix: it needs a lock
  return (PyObject *)copy;
}

static PyMethodDef methods[] = {
    {"update", (PyCFunction)hash_update, METH_O, NULL},
    {"digest", (PyCFunction)hash_digest, METH_NOARGS, NULL},
    {"copy", (PyCFunction)hash_copy, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};
static PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}};
PyType_Spec spec = {"m.Hash", sizeof(Hash), 0, Py_TPFLAGS_DEFAULT, slots};
