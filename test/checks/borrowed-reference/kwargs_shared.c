// also: c++
#include <Python.h>

// Who calls this is not seen, and nothing says that it is the interpreter.
PyObject *exported(PyObject *self, PyObject *args, PyObject *options) {
  PyObject *key = PyDict_GetItemString(options, "key"); // warn: borrowed from 'options'
  Py_XINCREF(key);
  return key;
}

static PyObject *stored;

static PyObject *replaced(PyObject *self, PyObject *args, PyObject *kwargs) {
  kwargs = stored;
  PyObject *key = PyDict_GetItemString(kwargs, "key"); // warn: borrowed from 'kwargs'
  Py_XINCREF(key);
  return key;
}

static int option(PyObject *options, const char *name) {
  PyObject *value = PyDict_GetItemString(options, name); // warn: borrowed from 'options'
  if (value == NULL)
    return 0;
  return PyObject_IsTrue(value);
}

static PyObject *hands_on(PyObject *self, PyObject *args, PyObject *kwargs) {
  return PyBool_FromLong(option(kwargs, "deep") || option(stored, "deep"));
}

// A method without METH_KEYWORDS has no such dictionary.
static PyObject *one_argument(PyObject *self, PyObject *mapping) {
  PyObject *key = PyDict_GetItemString(mapping, "key"); // warn: borrowed from 'mapping'
  Py_XINCREF(key);
  return key;
}

static PyMethodDef methods[] = {
    {"replaced", (PyCFunction)(void (*)(void))replaced, METH_VARARGS | METH_KEYWORDS, NULL},
    {"hands_on", (PyCFunction)(void (*)(void))hands_on, METH_VARARGS | METH_KEYWORDS, NULL},
    {"one_argument", one_argument, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
