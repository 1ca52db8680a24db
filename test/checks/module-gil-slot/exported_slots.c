// options: MinPython=3.8
#include <Python.h>

static PyModuleDef_Slot slots[] = { // warn: does not declare
    {Py_mod_create, NULL},
    {0, NULL},
};

PyModuleDef_Slot *
PyModExport_example(void)
{
    return slots;
}
