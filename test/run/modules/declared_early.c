// check: freethreading-module-gil-slot
// A module that says nothing about the GIL, and is made at once.

#include <Python.h>

static PyObject *double_of(PyObject *self, PyObject *value) { return PyNumber_Add(value, value); }

static PyMethodDef methods[] = {
    {"double_of", double_of, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "declared_early", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_declared_early(void) {
  PyObject *m = PyModule_Create(&definition);
  if (m == NULL)
    return NULL;
  if (PyModule_AddIntConstant(m, "answer", 42) < 0)
    Py_CLEAR(m);
  return m;
}
