#include <Python.h>

static int level; // warn: 'level' is set by 'set_level' for all threads // no fix: the address of the variable is taken
PyObject *set_level(PyObject *self, PyObject *args) {
  if (!PyArg_ParseTuple(args, "i", &level)) // note: changed here by 'set_level'
    return NULL;
  Py_RETURN_NONE;
}
PyObject *get_level(PyObject *self, PyObject *unused) {
  return PyLong_FromLong(level); // note: used here by 'get_level'
}
