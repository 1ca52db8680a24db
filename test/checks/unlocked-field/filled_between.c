// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *names;
  PyObject *hook;
} Foo;

static int fill(Foo *self) {
  PyObject *names = PyDict_New();
  if (names == NULL)
    return -1;
  Py_XSETREF(self->names, names); // warn: 'self->names' is replaced // review: a lock is added
  return 0;
}

// What was there at the test is not what is used.
static PyObject *size(Foo *self, PyObject *unused) {
  if (self->names == NULL && fill(self) < 0)
    return NULL;
  return PyLong_FromSsize_t(PyDict_Size(self->names)); // warn: 'self->names' is used // no fix: a call in between may suspend the critical section
}

static PyObject *length(Foo *self, PyObject *unused) {
  if (self->names == NULL) {
    if (fill(self) < 0)
      return NULL;
  }
  return PyLong_FromSsize_t(PyObject_Size(self->names)); // warn: 'self->names' is used // no fix: a call in between may suspend the critical section
}

// What the field was given lives by it from then on.
static PyObject *has(Foo *self, PyObject *arg) {
  PyObject *list = PySequence_List(arg);
  if (list == NULL)
    return NULL;
  Py_XSETREF(self->hook, list); // warn: 'self->hook' is replaced // no fix: a call in between may suspend the critical section
  return PyBool_FromLong(PySequence_Contains(list, Py_None));
}

// Until it gets a reference of its own.
static PyObject *made(Foo *self, PyObject *arg) {
  PyObject *list = PySequence_List(arg);
  if (list == NULL)
    return NULL;
  Py_XSETREF(self->hook, list); // warn: 'self->hook' is replaced // review: a lock is added
  return Py_NewRef(list);
}

static PyObject *drop(Foo *self, PyObject *unused) {
  Py_CLEAR(self->names); // warn: 'self->names' is replaced // review: a lock is added
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"size", (PyCFunction)size, METH_NOARGS, NULL},
    {"length", (PyCFunction)length, METH_NOARGS, NULL},
    {"has", (PyCFunction)has, METH_O, NULL},
    {"made", (PyCFunction)made, METH_O, NULL},
    {"drop", (PyCFunction)drop, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
PyTypeObject FooType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "filled.Foo",
    .tp_basicsize = sizeof(Foo),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};

// Before it is asked what the object is, there may be no such field.
static PyObject *names_of(PyObject *module, PyObject *o) {
  if (Py_TYPE(o) == &FooType && ((Foo *)o)->names != NULL)
    return PyObject_Repr(((Foo *)o)->names); // warn: is used // no fix: the object that would be locked may be NULL
  Py_RETURN_NONE;
}

// The call of the same condition comes first.
static PyObject *filled(Foo *self, PyObject *unused) {
  if (fill(self) < 0 || self->names == NULL)
    return NULL;
  return PyObject_Str(self->names); // warn: 'self->names' is used // no fix: a call in between may suspend the critical section
}
PyMethodDef more[] = {
    {"names_of", names_of, METH_O, NULL},
    {"filled", (PyCFunction)filled, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
