#include <Python.h>

static PyObject *kept;

PyObject *get(void) { return Py_NewRef(kept); }
void set(PyObject *value) { Py_XSETREF(kept, Py_XNewRef(value)); }
