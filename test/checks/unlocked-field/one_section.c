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

static PyObject *add(Joiner *self, PyObject *part) {
  if (!self->parts) {
    PyErr_SetString(PyExc_ValueError, "already joined");
    return NULL;
  }
  if (PyList_Append(self->parts, part) < 0) // warn: 'self->parts' is used with no lock // review: a lock is added
    return NULL;
  self->length += PyUnicode_GET_LENGTH(part); // warn: 'length', 'widest' and 'last_is_separator' of 'self' change together // review: a lock is added
  self->widest = Py_MAX(self->widest, PyUnicode_READ_CHAR(part, 0));
  self->last_is_separator = 0;
  Py_RETURN_NONE;
}

// The call may run Python code: the section cannot hold all of it.
static PyObject *add_any(Joiner *self, PyObject *arg) {
  PyObject *part;
  if (!self->parts)
    Py_RETURN_NONE;
  part = PyObject_Str(arg);
  if (!part)
    return NULL;
  if (PyList_Append(self->parts, part) < 0) { // warn: 'self->parts' is used with no lock // review: the field is read once
    Py_DECREF(part);
    return NULL;
  }
  self->length += PyUnicode_GET_LENGTH(part); // warn: 'length', 'widest' and 'last_is_separator' of 'self' change together // no fix: a call in between may suspend
  self->widest = Py_MAX(self->widest, PyUnicode_READ_CHAR(part, 0));
  self->last_is_separator = 0;
  Py_DECREF(part);
  Py_RETURN_NONE;
}

static PyObject *join(Joiner *self, PyObject *unused) {
  if (self->parts) {
    PyObject *empty = PyUnicode_FromStringAndSize(NULL, 0);
    if (!empty)
      return NULL;
    self->text = PyUnicode_Join(empty, self->parts);
    Py_DECREF(empty);
    Py_CLEAR(self->parts); // warn: 'self->parts' is replaced // review: the field is read once
  }
  return Py_XNewRef(self->text);
}

static PyMethodDef methods[] = {{"add", (PyCFunction)add, METH_O, NULL},
                                {"add_any", (PyCFunction)add_any, METH_O, NULL},
                                {"join", (PyCFunction)join, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static PyTypeObject JoinerType = {PyVarObject_HEAD_INIT(NULL, 0) "m.Joiner"};

int add_type(PyObject *module) {
  JoinerType.tp_methods = methods;
  return PyModule_AddType(module, &JoinerType);
}
