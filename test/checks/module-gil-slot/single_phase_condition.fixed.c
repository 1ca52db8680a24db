// options: MinPython=3.8
#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_example(void)
{
    PyObject *m;
    if (!(m = PyModule_Create2(&definition, PYTHON_API_VERSION))) { // warn: does not declare
        return NULL;
    }
#ifdef Py_GIL_DISABLED
    /* The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that
     * nothing here relies on it. */
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_USED);
#endif
    return m;
}
