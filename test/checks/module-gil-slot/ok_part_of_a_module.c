#include <Python.h>

static struct PyModuleDef inner = {
    PyModuleDef_HEAD_INIT, "example.inner", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

/* Another file's PyInit_ function calls it. */
PyObject *example_make_inner(void) { return PyModule_Create(&inner); }
