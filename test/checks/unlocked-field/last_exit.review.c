// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  char *text;
  Py_ssize_t length;
  long count;
} Text;

// Nothing is left to run behind the section: no exit needs a test.
static PyObject *scan(Text *self, PyObject *unused) {
  Py_ssize_t i;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  for (i = 0; i < self->length; i++) {
    if (self->text[i] == 2) // warn: the memory of 'self->text' is used // review: a lock is added
      goto out;
    self->count++;
  }
out:
  outcome = PyLong_FromLong(self->count);
  goto done;
  done:;
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *kind(Text *self, PyObject *unused) {
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  char *text = self->text; // warn: the memory of 'self->text' is used // review: a lock is added
  switch (self->length) {
  case 0:
    outcome = PyLong_FromLong(text[0]);
    break;
  default:
    outcome = PyLong_FromLong(text[1]);
    break;
  }
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *grow(Text *self, PyObject *unused) {
  int leave = 0;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  char *text = (char *)PyMem_Realloc(self->text, self->length + 1); // warn: the memory of 'self->text' is freed or moved // review: a lock is added
  if (text == NULL) {
    outcome = PyErr_NoMemory();
    leave = 1;
    goto done;
  }
  self->text = text;
  self->text[self->length++] = 1;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return outcome;
  }
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"scan", (PyCFunction)scan, METH_NOARGS, NULL},
    {"kind", (PyCFunction)kind, METH_NOARGS, NULL},
    {"grow", (PyCFunction)grow, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
PyTypeObject TextType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "last.Text",
    .tp_basicsize = sizeof(Text),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};
