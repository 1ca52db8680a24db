// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *dict;
} Foo;

static PyObject *get_dict(Foo *self, void *closure) {
  int leave = 0;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->dict == NULL) {
    self->dict = PyDict_New(); // warn: 'self->dict' is filled on first use with no lock; two threads may both fill it // review: a lock is added
    if (self->dict == NULL) {
      leave = 1;
      goto done;
    }
  }
  Py_INCREF(self->dict);
  outcome = self->dict;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
  }
  return outcome;
}

static PyGetSetDef getset[] = {
    {"dict", (getter)get_dict, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};

PyGetSetDef *the_getset(void) { return getset; }
