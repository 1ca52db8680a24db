// also: c++
// What is done with one field, the others rely on: one section for all.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *parts;
  PyObject *text;
  Py_ssize_t length;
  Py_UCS4 widest;
  int last_is_separator;
} Joiner;

static PyObject *restart(Joiner *self, PyObject *unused) {
  int leave = 0;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  PyObject *text = self->text; // warn: 'self->text' is used with no lock // review: a lock is added
  Py_XINCREF(text);
  self->length = 0; // warn: 'length', 'widest' and 'last_is_separator' of 'self' are read with no lock // review: a lock is added
  self->widest = 0;
  self->last_is_separator = 0;
  if (!text) {
    leave = 1;
    goto done;
  }
  outcome = text;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    Py_RETURN_NONE;
  }
  return outcome;
}

// The append may give a section away: it gets one of its own, the numbers another.
static PyObject *add(Joiner *self, PyObject *part) {
  PyObject *parts;
  Py_BEGIN_CRITICAL_SECTION(self);
  parts = Py_XNewRef(self->parts);
  Py_END_CRITICAL_SECTION();
  if (!parts) {
    PyErr_SetString(PyExc_ValueError, "already joined");
    return NULL;
  }
  if (PyList_Append(parts, part) < 0) { // warn: 'self->parts' is used with no lock // review: a lock is added
    Py_XDECREF(parts);
    return NULL;
  }
  Py_XDECREF(parts);
  Py_BEGIN_CRITICAL_SECTION(self);
  self->length += PyUnicode_GET_LENGTH(part); // warn: 'length', 'widest' and 'last_is_separator' of 'self' change together // no fix: a call in between may suspend
  self->widest = Py_MAX(self->widest, PyUnicode_READ_CHAR(part, 0));
  self->last_is_separator = 0;
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *set_text(Joiner *self, PyObject *text) {
  Py_INCREF(text);
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XSETREF(self->text, text); // warn: 'self->text' is replaced // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *forget(Joiner *self, PyObject *unused) {
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_CLEAR(self->parts); // warn: 'self->parts' is replaced // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"restart", (PyCFunction)restart, METH_NOARGS, NULL},
                                {"add", (PyCFunction)add, METH_O, NULL},
                                {"set_text", (PyCFunction)set_text, METH_O, NULL},
                                {"forget", (PyCFunction)forget, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static PyTypeObject JoinerType = {PyVarObject_HEAD_INIT(NULL, 0) "m.Joiner"};

int add_type(PyObject *module) {
  JoinerType.tp_methods = methods;
  return PyModule_AddType(module, &JoinerType);
}
