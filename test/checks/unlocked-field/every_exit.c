#include <Python.h>

// What ends alike behind the section needs no flag.
typedef struct {
  PyObject_HEAD
  PyObject *text;
} Match;

static PyObject *match_text(Match *self, void *closure) {
  if (self->text) {
    Py_INCREF(self->text); // warn: 'self->text' is used with no lock // review: a lock is added
    return self->text;
  } else
    Py_RETURN_NONE;
}

static PyObject *match_cached(Match *self, PyObject *arg) {
  if (self->text) {
    Py_INCREF(self->text);
    return self->text;
  }
  self->text = PyUnicode_FromString("text"); // warn: 'self->text' is filled on first use with no lock // review: a lock is added
  if (self->text == NULL)
    return NULL;
  Py_INCREF(self->text);
  return self->text;
}

static PyObject *match_detach(Match *self, PyObject *arg) {
  Py_CLEAR(self->text); // warn: 'self->text' is replaced // review: a lock is added
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
