// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *hook;
  PyObject *name;
  PyObject *wrapped;
} Foo;

static PyObject *set(Foo *self, PyObject *value) {
  Py_XSETREF(self->hook, Py_NewRef(value)); // warn: 'self->hook' is replaced // review: a lock is added
  Py_XSETREF(self->name, Py_NewRef(value));
  Py_RETURN_NONE;
}

static PyObject *call(Foo *self, PyObject *arg) {
  return PyObject_CallOneArg(self->hook, arg); // warn: 'self->hook' is used // review: a lock is added; the field is read once, and the object is held longer
}

// Who tests for NULL asks the reference that it uses.
static int notify(Foo *self, PyObject *arg, void *closure) {
  if (self->hook == NULL)
    return 0;
  if (!PyCallable_Check(self->hook)) { // warn: 'self->hook' is used // review: read once
    PyErr_SetString(PyExc_TypeError, "not callable");
    return -1;
  }
  PyObject *result = PyObject_CallOneArg(self->hook, arg);
  if (result == NULL)
    return -1;
  Py_DECREF(result);
  return 0;
}

static PyObject *both(Foo *self, PyObject *arg) {
  int result = PyObject_RichCompareBool(self->hook, self->name, Py_EQ); // warn: 'self->hook' is used // review: read once
  if (result < 0) {
    return NULL;
  }
  return PyBool_FromLong(result);
}

// The name is taken.
static PyObject *taken(Foo *self, PyObject *hook) {
  return PyObject_CallOneArg(self->hook, hook); // warn: 'self->hook' is used // review: read once
}

// A branch of its own.
static PyObject *maybe(Foo *self, PyObject *arg) {
  if (arg != Py_None) {
    PyObject *r = PyObject_CallOneArg(self->hook, arg); // warn: 'self->hook' is used // review: read once
    if (r == NULL) goto error;
    Py_DECREF(r);
  }
  Py_RETURN_NONE;
error:
  return NULL;
}

// What the call runs may put another one there, which is the one to use then.
static PyObject *twice(Foo *self, PyObject *arg) {
  PyObject *first = PyObject_CallOneArg(self->hook, arg); // warn: 'self->hook' is used // no fix: a call in between may suspend the critical section
  if (first == NULL)
    return NULL;
  Py_SETREF(first, PyObject_CallOneArg(self->hook, first));
  return first;
}

static PyObject *in_a_loop(Foo *self, PyObject *arg) {
  for (int i = 0; i < 3; i++) {
    PyObject *r = PyObject_CallOneArg(self->hook, arg); // warn: 'self->hook' is used // review: a lock is added
    if (r == NULL)
      return NULL;
    Py_DECREF(r);
  }
  Py_RETURN_NONE;
}

// The new reference would be counted, too.
static PyObject *counts(Foo *self, PyObject *arg) {
  if (Py_REFCNT(self->hook) > 3) // warn: 'self->hook' is used // no fix: the reference count of the object is read while it is held
    return PyObject_CallOneArg(self->hook, arg);
  Py_RETURN_NONE;
}

// Used first, replaced then.
static PyObject *in_place(Foo *self, PyObject *other) {
  PyObject *object = PyNumber_InPlaceAdd(self->wrapped, other);
  if (!object)
    return NULL;
  Py_DECREF(self->wrapped);
  self->wrapped = object; // warn: 'self->wrapped' is replaced // review: a lock is added; the field is read once, and the object is held longer
  Py_INCREF(self);
  return (PyObject *)self;
}

static PyMethodDef methods[] = {
    {"set", (PyCFunction)set, METH_O, NULL},
    {"call", (PyCFunction)call, METH_O, NULL},
    {"both", (PyCFunction)both, METH_O, NULL},
    {"taken", (PyCFunction)taken, METH_O, NULL},
    {"maybe", (PyCFunction)maybe, METH_O, NULL},
    {"twice", (PyCFunction)twice, METH_O, NULL},
    {"counts", (PyCFunction)counts, METH_O, NULL},
    {"in_a_loop", (PyCFunction)in_a_loop, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef getset[] = {
    {"notify", NULL, (setter)notify, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {Py_nb_inplace_add, (void *)in_place},
    {0, NULL}};

PyType_Slot *table(void) { return slots; }
