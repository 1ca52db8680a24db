// options: MinPython=3.8
#include <Python.h>

static PyModuleDef_Slot slots[] = {
#ifdef Py_mod_gil
    /* The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that
     * nothing here relies on it. */
    {Py_mod_gil, Py_MOD_GIL_USED},
#endif
    {0, NULL}
}; // warn: does not declare
static struct PyModuleDef definition = {.m_base = PyModuleDef_HEAD_INIT, .m_name = "example", .m_slots = slots};

PyMODINIT_FUNC PyInit_example(void) { return PyModuleDef_Init(&definition); }
