// requires: python3.13
// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *hook;
  Py_ssize_t n;
  char *data;
} Foo;

static int set_hook(Foo *self, PyObject *value, void *closure) {
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XSETREF(self->hook, Py_XNewRef(value));
  Py_END_CRITICAL_SECTION();
  return 0;
}

static PyObject *get_hook(Foo *self, void *closure) {
  PyObject *result;
  Py_BEGIN_CRITICAL_SECTION(self);
  result = Py_XNewRef(self->hook);
  Py_END_CRITICAL_SECTION();
  return result;
}

// Only called with the lock held.
static PyObject *reset_lock_held(Foo *self) {
  Py_CLEAR(self->hook);
  self->n++;
  return Py_NewRef((PyObject *)self);
}

static PyObject *reset(PyObject *op, PyObject *unused) {
  PyObject *result;
  Py_BEGIN_CRITICAL_SECTION(op);
  result = reset_lock_held((Foo *)op);
  Py_END_CRITICAL_SECTION();
  return result;
}

static PyMethodDef methods[] = {{"reset", (PyCFunction)reset, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};

static PyGetSetDef getset[] = {
    {"hook", (getter)get_hook, (setter)set_hook, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyMethodDef *the_methods(void) { return methods; }
PyGetSetDef *the_getset(void) { return getset; }
