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
#ifdef Py_GIL_DISABLED
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED); // warn: exists in a free-threaded build only, but is chosen by version here
#endif
    return m;
}
