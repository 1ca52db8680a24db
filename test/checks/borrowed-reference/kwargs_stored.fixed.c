// also: c++
#include <Python.h>

static PyObject *stored;

static PyObject *keeps(PyObject *self, PyObject *args, PyObject *kwargs) {
  Py_XINCREF(kwargs);
  stored = kwargs;
  PyObject *key = NULL;
  if (kwargs && PyDict_GetItemStringRef(kwargs, "key", &key) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'kwargs'
  PyObject *result = key ? PyObject_Str(key) : NULL;
  Py_XDECREF(key);
  return result;
}

static PyMethodDef methods[] = {
    {"keeps", (PyCFunction)(void (*)(void))keeps, METH_VARARGS | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
