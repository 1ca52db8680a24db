// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *cache;
  PyObject *hook;
  PyObject *name;
} Foo;

static int set_hook(Foo *self, PyObject *value, void *closure) {
  PyObject *old = self->hook;
  self->hook = Py_XNewRef(value); // warn: 'self->hook' is replaced // review: a lock is added
  Py_XDECREF(old);
  return 0;
}

static PyObject *get_hook(Foo *self, void *closure) {
  if (self->hook == NULL)
    Py_RETURN_NONE;
  Py_INCREF(self->hook); // warn: 'self->hook' is used with no lock while another thread may release it // review: a lock is added
  return self->hook;
}

static PyObject *get_hook_again(Foo *self, void *closure) {
  return Py_XNewRef(self->hook); // warn: 'self->hook' is used // review: a lock is added
}

static PyObject *loaded_first(Foo *self, PyObject *arg) {
  PyObject *hook = self->hook; // warn: 'self->hook' is used // review: a lock is added; the field is read once
  if (hook == NULL)
    Py_RETURN_NONE;
  return PyObject_CallOneArg(hook, arg);
}

static PyObject *call(Foo *self, PyObject *args, PyObject *kwargs) {
  return PyObject_Call(self->hook, args, kwargs); // warn: 'self->hook' is used // review: a lock is added; the field is read once
}

static PyMethodDef methods[] = {
    {"loaded_first", (PyCFunction)loaded_first, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef getset[] = {
    {"hook", (getter)get_hook, (setter)set_hook, NULL, NULL},
    {"hook_again", (getter)get_hook_again, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {{Py_tp_call, (void *)call},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, getset},
                              {0, NULL}};

PyType_Slot *the_slots(void) { return slots; }
