#include <Python.h>

static struct PyModuleDef definition = { // warn: does not declare // no fix: there is no array of slots to add to
    PyModuleDef_HEAD_INIT, "example", NULL, 0, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_example(void) { return PyModuleDef_Init(&definition); }
