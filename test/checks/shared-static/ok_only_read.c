#include <Python.h>

/* A format decides what is read; nothing is written. */
static char version[] = "2.1";
static char license[16] = "none";
PyObject *get_version(PyObject *self, PyObject *unused) {
  return Py_BuildValue("ss", version, license);
}
PyObject *shown(PyObject *self, PyObject *unused) {
  printf("%s\n", version);
  return PyErr_Format(PyExc_ValueError, "%s %s", version, license);
}

/* A type with more than a type has: the argument parser only looks at it. */
typedef struct {
  PyHeapTypeObject super;
  int number;
} DType;
static DType dtype;
PyObject *parsed(PyObject *self, PyObject *args) {
  PyObject *value;
  if (!PyArg_ParseTuple(args, "O!", &dtype, &value))
    return NULL;
  Py_INCREF(&dtype);
  return PyObject_CallOneArg((PyObject *)&dtype, value);
}
