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
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (!self->parts) {
    PyErr_SetString(PyExc_ValueError, "already joined");
    leave = 1;
    goto done;
  }
  if (PyList_Append(self->parts, part) < 0) { // warn: 'self->parts' is used with no lock // review: a lock is added
    leave = 1;
    goto done;
  }
  self->length += PyUnicode_GET_LENGTH(part); // warn: 'length', 'widest' and 'last_is_separator' of 'self' change together // review: a lock is added
  self->widest = Py_MAX(self->widest, PyUnicode_READ_CHAR(part, 0));
  self->last_is_separator = 0;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
  }
  Py_RETURN_NONE;
}

// The call may run Python code: the section cannot hold all of it.
static PyObject *add_any(Joiner *self, PyObject *arg) {
  PyObject *part;
  PyObject *parts;
  Py_BEGIN_CRITICAL_SECTION(self);
  parts = Py_XNewRef(self->parts);
  Py_END_CRITICAL_SECTION();
  if (!parts)
    Py_RETURN_NONE;
  part = PyObject_Str(arg);
  if (!part) {
    Py_XDECREF(parts);
    return NULL;
  }
  if (PyList_Append(parts, part) < 0) { // warn: 'self->parts' is used with no lock // review: the field is read once
    Py_DECREF(part);
    Py_XDECREF(parts);
    return NULL;
  }
  Py_XDECREF(parts);
  Py_BEGIN_CRITICAL_SECTION(self);
  self->length += PyUnicode_GET_LENGTH(part); // warn: 'length', 'widest' and 'last_is_separator' of 'self' change together // no fix: a call in between may suspend
  self->widest = Py_MAX(self->widest, PyUnicode_READ_CHAR(part, 0));
  self->last_is_separator = 0;
  Py_END_CRITICAL_SECTION();
  Py_DECREF(part);
  Py_RETURN_NONE;
}

static PyObject *join(Joiner *self, PyObject *unused) {
  PyObject *parts;
  Py_BEGIN_CRITICAL_SECTION(self);
  parts = Py_XNewRef(self->parts);
  Py_END_CRITICAL_SECTION();
  if (parts) {
    PyObject *empty = PyUnicode_FromStringAndSize(NULL, 0);
    if (!empty) {
      Py_XDECREF(parts);
      return NULL;
    }
    self->text = PyUnicode_Join(empty, parts);
    Py_DECREF(empty);
    Py_BEGIN_CRITICAL_SECTION(self);
    Py_CLEAR(self->parts); // warn: 'self->parts' is replaced // review: the field is read once
    Py_END_CRITICAL_SECTION();
  }
  Py_XDECREF(parts);
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
