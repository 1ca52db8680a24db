// options: MinPython=3.8
// modes: free
#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_example(void)
{
    PyObject *m = PyModule_Create(&definition);
    if (m == NULL)
        return NULL;
#if PY_VERSION_HEX >= 0x030D0000
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED); // warn: exists in a free-threaded build only, but is chosen by version here
#endif
    return m;
}
