// also: c++
#include <Python.h>

// Who calls this is not seen, and nothing says that it is the interpreter.
PyObject *exported(PyObject *self, PyObject *args, PyObject *options) {
  PyObject *key;
  if (PyDict_GetItemStringRef(options, "key", &key) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'options'
  return key;
}

static PyObject *stored;

static PyObject *replaced(PyObject *self, PyObject *args, PyObject *kwargs) {
  kwargs = stored;
  PyObject *key;
  if (PyDict_GetItemStringRef(kwargs, "key", &key) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'kwargs'
  return key;
}

static int option(PyObject *options, const char *name) {
  PyObject *value;
  if (PyDict_GetItemStringRef(options, name, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'options'
  if (value == NULL)
    return 0;
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}

static PyObject *hands_on(PyObject *self, PyObject *args, PyObject *kwargs) {
  return PyBool_FromLong(option(kwargs, "deep") || option(stored, "deep"));
}

// A method without METH_KEYWORDS has no such dictionary.
static PyObject *one_argument(PyObject *self, PyObject *mapping) {
  PyObject *key;
  if (PyDict_GetItemStringRef(mapping, "key", &key) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'mapping'
  return key;
}

static PyMethodDef methods[] = {
    {"replaced", (PyCFunction)(void (*)(void))replaced, METH_VARARGS | METH_KEYWORDS, NULL},
    {"hands_on", (PyCFunction)(void (*)(void))hands_on, METH_VARARGS | METH_KEYWORDS, NULL},
    {"one_argument", one_argument, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
