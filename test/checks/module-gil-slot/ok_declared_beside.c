#include <Python.h>
#include "ok_declared_beside.h"

static PyModuleDef_Slot slots[] = {
    GIL_SLOT
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, 0, NULL, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_example(void) { return PyModuleDef_Init(&definition); }
