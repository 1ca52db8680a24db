#include <Python.h>

// What ends alike behind the section needs no flag.
typedef struct {
  PyObject_HEAD
  PyObject *text;
} Match;

static PyObject *match_text(Match *self, void *closure) {
  int leave = 0;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->text) {
    Py_INCREF(self->text); // warn: 'self->text' is used with no lock // review: a lock is added
    outcome = self->text;
  } else {
    leave = 1;
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    Py_RETURN_NONE;
  }
  return outcome;
}

static PyObject *match_cached(Match *self, PyObject *arg) {
  int leave = 0;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->text) {
    Py_INCREF(self->text);
    outcome = self->text;
    goto done;
  }
  self->text = PyUnicode_FromString("text"); // warn: 'self->text' is filled on first use with no lock // review: a lock is added
  if (self->text == NULL) {
    leave = 1;
    goto done;
  }
  Py_INCREF(self->text);
  outcome = self->text;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
  }
  return outcome;
}

static PyObject *match_detach(Match *self, PyObject *arg) {
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_CLEAR(self->text); // warn: 'self->text' is replaced // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyGetSetDef getset[] = {{"text", (getter)match_text, NULL, NULL, NULL},
                               {NULL, NULL, NULL, NULL, NULL}};
static PyMethodDef methods[] = {
    {"detach", (PyCFunction)match_detach, METH_NOARGS, NULL},
    {"cached", (PyCFunction)match_cached, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};
static PyType_Slot slots[] = {
    {Py_tp_methods, methods}, {Py_tp_getset, getset}, {0, NULL}};
PyType_Spec spec = {"m.Match", sizeof(Match), 0, Py_TPFLAGS_DEFAULT, slots};
