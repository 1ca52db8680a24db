// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *dict;
} Foo;

static PyObject *get_dict(Foo *self, void *closure) {
  if (self->dict == NULL) {
    self->dict = PyDict_New(); // warn: 'self->dict' is filled on first use with no lock; two threads may both fill it // review: a lock is added
    if (self->dict == NULL)
      return NULL;
  }
  Py_INCREF(self->dict);
  return self->dict;
}

static PyGetSetDef getset[] = {
    {"dict", (getter)get_dict, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};

PyGetSetDef *the_getset(void) { return getset; }
