// also: c++
#include <Python.h>
#include <stddef.h>
#include <structmember.h>

typedef struct {
  PyObject_HEAD
  PyObject *factory;
  PyObject *fixed;
} Foo;

// obj.factory = x releases the old one, in another thread.
static PyMemberDef members[] = {
    {"factory", T_OBJECT_EX, offsetof(Foo, factory), 0, NULL}, // note: python code replaces it through this member
    {"fixed", T_OBJECT_EX, offsetof(Foo, fixed), READONLY, NULL},
    {NULL, 0, 0, 0, NULL}};

static PyObject *make(Foo *self, PyObject *arg) {
  PyObject *factory;
  Py_BEGIN_CRITICAL_SECTION(self);
  factory = Py_XNewRef(self->factory);
  Py_END_CRITICAL_SECTION();
  PyObject *result = PyObject_CallOneArg(factory, arg);
  Py_XDECREF(factory);
  return result; // warn: 'self->factory' is used with no lock while another thread may release it // review: a lock is added; the field is read once
}

static PyObject *make_fixed(Foo *self, PyObject *arg) {
  return PyObject_CallOneArg(self->fixed, arg);
}

static PyMethodDef methods[] = {
    {"make", (PyCFunction)make, METH_O, NULL},
    {"make_fixed", (PyCFunction)make_fixed, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *the_methods(void) { return methods; }
PyMemberDef *the_members(void) { return members; }
