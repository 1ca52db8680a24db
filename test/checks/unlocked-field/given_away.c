#include <Python.h>

/* The old object is released by somebody else: the caller, or through a pointer. */
typedef struct {
  PyObject_HEAD
  PyObject *hook;
  PyObject *left, *right;
} Node;

static PyObject *set_hook(Node *self, PyObject *hook) {
  PyObject *old = self->hook;
  self->hook = Py_NewRef(hook); // warn: 'self->hook' is replaced and its old object released with no lock // review: a lock is added
  return old ? old : Py_NewRef(Py_None);
}

static PyObject *fire(Node *self, PyObject *arg) {
  if (self->hook == NULL)
    Py_RETURN_NONE;
  return PyObject_CallOneArg(self->hook, arg); // warn: 'self->hook' is used with no lock // review: a lock is added
}

static PyObject *set_child(Node *self, PyObject *args) {
  int right;
  PyObject *value;
  if (!PyArg_ParseTuple(args, "pO", &right, &value))
    return NULL;
  PyObject **slot = right ? &self->right : &self->left; // warn: 'self->right' is replaced and its old object released with no lock // review: a lock is added
  Py_INCREF(value);
  Py_XSETREF(*slot, value);
  Py_RETURN_NONE;
}

static PyObject *get_left(Node *self, PyObject *unused) {
  return Py_XNewRef(self->left); // warn: 'self->left' is used with no lock // review: a lock is added
}

/* A helper lends what it keeps: nothing is given away. */
typedef struct {
  PyObject_HEAD
  PyObject *dict;
} Plain;

static PyObject *dict_of(Plain *self) {
  PyObject *dict = self->dict;
  if (dict == NULL) {
    dict = PyDict_New();
    self->dict = dict; // warn: 'self->dict' is filled on first use with no lock // no fix: the value is stored without a reference of its own
  }
  return dict;
}

static PyObject *size_of(Plain *self, PyObject *unused) {
  PyObject *dict = dict_of(self);
  return dict ? PyLong_FromSsize_t(PyDict_Size(dict)) : NULL;
}

static PyMethodDef methods[] = {
    {"set_hook", (PyCFunction)set_hook, METH_O, NULL},
    {"fire", (PyCFunction)fire, METH_O, NULL},
    {"set_child", (PyCFunction)set_child, METH_VARARGS, NULL},
    {"get_left", (PyCFunction)get_left, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyMethodDef plain_methods[] = {{"size_of", (PyCFunction)size_of, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
PyTypeObject NodeType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "given.Node",
    .tp_basicsize = sizeof(Node),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};
PyTypeObject PlainType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "given.Plain",
    .tp_basicsize = sizeof(Plain),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = plain_methods,
};
