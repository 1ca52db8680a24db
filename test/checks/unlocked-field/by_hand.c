#include <Python.h>

typedef struct node {
  PyObject_HEAD
  PyObject *hook;
  PyObject *name;
  struct node *next;
} Foo;

// Taken after the release: between the two nobody owns it.
static PyObject *taken_late(Foo *self, PyObject *value) {
  Py_XDECREF(self->hook);
  self->hook = value; // warn: 'self->hook' is replaced // review: a lock is added
  Py_INCREF(self->hook);
  Py_RETURN_NONE;
}

static PyObject *taken_between(Foo *self, PyObject *value) {
  Py_XDECREF(self->hook);
  Py_INCREF(value);
  self->hook = value; // warn: 'self->hook' is replaced // review: a lock is added
  Py_RETURN_NONE;
}

static PyObject *emptied(Foo *self, PyObject *unused) {
  if (self->hook) {
    Py_DECREF(self->hook);
    self->hook = NULL; // warn: 'self->hook' is replaced // review: a lock is added
  }
  Py_RETURN_NONE;
}

static PyObject *set_state(Foo *self, PyObject *state) {
  if (PyTuple_Check(state) && PyTuple_GET_SIZE(state) == 2) {
    Py_CLEAR(self->hook); // warn: 'self->hook' is replaced // review: a lock is added
    self->hook = PyTuple_GET_ITEM(state, 0);
    Py_INCREF(self->hook);
    Py_CLEAR(self->name);
    self->name = PyTuple_GET_ITEM(state, 1);
    Py_INCREF(self->name);
  }
  Py_RETURN_NONE;
}

static PyObject *typed(Foo *self, PyObject *other) {
  Foo *next = (Foo *)other;
  Py_XDECREF(self->next);
  self->next = next; // warn: 'self->next' is replaced // review: a lock is added
  Py_INCREF(next);
  Py_RETURN_NONE;
}

// What is stored comes out of Python code.
static PyObject *computed(Foo *self, PyObject *arg) {
  Py_XDECREF(self->name);
  self->name = PyObject_Str(arg); // warn: 'self->name' is replaced // no fix: a call in between may suspend the critical section
  if (self->name == NULL)
    return NULL;
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"taken_late", (PyCFunction)taken_late, METH_O, NULL},
    {"taken_between", (PyCFunction)taken_between, METH_O, NULL},
    {"emptied", (PyCFunction)emptied, METH_NOARGS, NULL},
    {"set_state", (PyCFunction)set_state, METH_O, NULL},
    {"typed", (PyCFunction)typed, METH_O, NULL},
    {"computed", (PyCFunction)computed, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *table(void) { return methods; }
