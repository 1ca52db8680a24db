// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *a, *b;
} Foo;

// The collector calls it when nobody has the object any more...
static int foo_clear(Foo *self) {
  Py_CLEAR(self->a); // note: released here, in 'foo_clear'
  Py_CLEAR(self->b);
  return 0;
}

// ... but anybody may call this.
static PyObject *foo_close(Foo *self, PyObject *unused) {
  foo_clear(self); // warn: 'self->a' is replaced // review: a lock is added
  Py_RETURN_NONE;
}

static void foo_dealloc(Foo *self) {
  foo_clear(self);
  Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
    {"close", (PyCFunction)foo_close, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyType_Slot slots[] = {{Py_tp_clear, (void *)foo_clear},
                              {Py_tp_dealloc, (void *)foo_dealloc},
                              {Py_tp_methods, methods},
                              {0, NULL}};

PyType_Slot *the_slots(void) { return slots; }
