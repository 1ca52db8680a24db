// check: freethreading-module-gil-slot
// A module that says nothing about the GIL.

#include <Python.h>

static PyObject *double_of(PyObject *self, PyObject *value) { return PyNumber_Add(value, value); }

static PyMethodDef methods[] = {
    {"double_of", double_of, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int add_constants(PyObject *module) { return PyModule_AddIntConstant(module, "answer", 42); }

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)add_constants},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "declared", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_declared(void) { return PyModuleDef_Init(&definition); }
