// args: -DPY_SSIZE_T_CLEAN -DPY_VERSION_HEX=0x030B00F0
// Before 3.13 the names of argument parsers expand to others, which read the
// keywords all the same.
#include <Python.h>

static char *options[] = {"b", NULL};

static PyObject *first(PyObject *self, PyObject *args, PyObject *kwargs) {
  static char *kwlist[] = {"a", NULL};
  PyObject *a, *b = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", kwlist, &a))
    return NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O", options, &b))
    return NULL;
  return Py_BuildValue("OO", a, b ? b : Py_None);
}

static PyMethodDef methods[] = {
    {"first", (PyCFunction)(void (*)(void))first, METH_VARARGS | METH_KEYWORDS,
     NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&definition); }
