// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *a, *b;
  Py_ssize_t n;
} Foo;

static PyObject *foo_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  Foo *self = (Foo *)type->tp_alloc(type, 0);
  if (self == NULL)
    return NULL;
  Py_XSETREF(self->a, PyList_New(0));
  return (PyObject *)self;
}

static void fill(Foo *self, PyObject *value) {
  Py_XSETREF(self->b, Py_NewRef(value));
  self->n++;
}

static int foo_init(Foo *self, PyObject *args, PyObject *kwargs) {
  PyObject *old = self->a;
  self->a = Py_NewRef(args);
  Py_XDECREF(old);
  fill(self, args);
  return 0;
}

static int foo_clear(Foo *self) {
  Py_CLEAR(self->a);
  Py_CLEAR(self->b);
  return 0;
}

static void foo_dealloc(Foo *self) {
  foo_clear(self);
  Py_TYPE(self)->tp_free((PyObject *)self);
}

// Set in the lifecycle only: nobody releases it meanwhile.
static PyObject *get_a(Foo *self, void *closure) { return Py_XNewRef(self->a); }

static PyGetSetDef getset[] = {{"a", (getter)get_a, NULL, NULL, NULL},
                               {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {{Py_tp_new, (void *)foo_new},
                              {Py_tp_init, (void *)foo_init},
                              {Py_tp_clear, (void *)foo_clear},
                              {Py_tp_dealloc, (void *)foo_dealloc},
                              {Py_tp_getset, getset},
                              {0, NULL}};

PyType_Slot *the_slots(void) { return slots; }
