// options: MinPython=3.8
#include <Python.h>

static PyModuleDef_Slot slots[] = { // warn: does not declare
    {Py_mod_create, NULL},
#ifdef Py_mod_gil
    /* The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that
     * nothing here relies on it. */
    {Py_mod_gil, Py_MOD_GIL_USED},
#endif
    {0, NULL},
};

PyModuleDef_Slot *
PyModExport_example(void)
{
    return slots;
}
