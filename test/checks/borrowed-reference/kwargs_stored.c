// also: c++
#include <Python.h>

static PyObject *stored;

static PyObject *keeps(PyObject *self, PyObject *args, PyObject *kwargs) {
  Py_XINCREF(kwargs);
  stored = kwargs;
  PyObject *key = kwargs ? PyDict_GetItemString(kwargs, "key") : NULL; // warn: borrowed from 'kwargs'
  return key ? PyObject_Str(key) : NULL;
}

static PyMethodDef methods[] = {
    {"keeps", (PyCFunction)(void (*)(void))keeps, METH_VARARGS | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
