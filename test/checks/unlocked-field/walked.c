#include <Python.h>

/* Whoever walks what a field holds walks one dictionary. */
typedef struct {
  PyObject_HEAD
  PyObject *dict;
} Box;

static PyObject *each(Box *self, PyObject *fn) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  if (self->dict == NULL)
    Py_RETURN_NONE;
  while (PyDict_Next(self->dict, &pos, &key, &value)) { // warn: 'self->dict' is used with no lock // review: a lock is added
    PyObject *r = PyObject_CallFunctionObjArgs(fn, key, value, NULL);
    if (!r)
      return NULL;
    Py_DECREF(r);
  }
  Py_RETURN_NONE;
}

static PyObject *set(Box *self, PyObject *dict) {
  Py_INCREF(dict);
  Py_XSETREF(self->dict, dict); // warn: 'self->dict' is replaced and its old object released with no lock // review: a lock is added
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"each", (PyCFunction)each, METH_O, NULL}, {"set", (PyCFunction)set, METH_O, NULL}, {NULL, NULL, 0, NULL}};
PyTypeObject BoxType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "walked.Box",
    .tp_basicsize = sizeof(Box),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};
