// also: c++
#include <Python.h>

// Positional arguments come as a tuple.
static PyObject *varargs(PyObject *self, PyObject *args) {
  PyObject *fast = PySequence_Fast(args, "arguments");
  if (fast == NULL)
    return NULL;
  PyObject *first = PySequence_Fast_GET_ITEM(fast, 0);
  PyObject *text = PyObject_Str(first);
  Py_DECREF(fast);
  return text;
}

static PyObject *with_keywords(PyObject *self, PyObject *args, PyObject *kwargs) {
  if (PySequence_Fast_GET_SIZE(args) == 0)
    return NULL;
  PyObject *first = PySequence_Fast_GET_ITEM(args, 0);
  Py_INCREF(first);
  return first;
}

static PyMethodDef methods[] = {
    {"varargs", varargs, METH_VARARGS, NULL},
    {"with_keywords", (PyCFunction)(void (*)(void))with_keywords, METH_VARARGS | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
