// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *cache;
  PyObject *hook;
  PyObject *name;
} Foo;

static int set_hook(Foo *self, PyObject *value, void *closure) {
  Py_BEGIN_CRITICAL_SECTION(self);
  PyObject *old = self->hook;
  self->hook = Py_XNewRef(value); // warn: 'self->hook' is replaced // review: a lock is added
  Py_XDECREF(old);
  Py_END_CRITICAL_SECTION();
  return 0;
}

static PyObject *get_hook(Foo *self, void *closure) {
  int leave = 0;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->hook == NULL) {
    leave = 1;
    goto done;
  }
  Py_INCREF(self->hook); // warn: 'self->hook' is used with no lock while another thread may release it // review: a lock is added
  outcome = self->hook;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    Py_RETURN_NONE;
  }
  return outcome;
}

static PyObject *get_hook_again(Foo *self, void *closure) {
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = Py_XNewRef(self->hook); // warn: 'self->hook' is used // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *loaded_first(Foo *self, PyObject *arg) {
  PyObject *hook;
  Py_BEGIN_CRITICAL_SECTION(self);
  hook = Py_XNewRef(self->hook);
  Py_END_CRITICAL_SECTION(); // warn: 'self->hook' is used // review: a lock is added; the field is read once
  if (hook == NULL)
    Py_RETURN_NONE;
  PyObject *result = PyObject_CallOneArg(hook, arg);
  Py_XDECREF(hook);
  return result;
}

static PyObject *call(Foo *self, PyObject *args, PyObject *kwargs) {
  PyObject *hook;
  Py_BEGIN_CRITICAL_SECTION(self);
  hook = Py_XNewRef(self->hook);
  Py_END_CRITICAL_SECTION();
  PyObject *result = PyObject_Call(hook, args, kwargs);
  Py_XDECREF(hook);
  return result; // warn: 'self->hook' is used // review: a lock is added; the field is read once
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
