// options: MinPython=3.8
#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

/* As modules for Python 2 and 3 have it. */
static PyObject *
moduleinit(void)
{
    PyObject *m;
#if PY_MAJOR_VERSION >= 3
    m = PyModule_Create(&definition); // warn: does not declare
#else
    m = Py_InitModule3("example", NULL, NULL);
#endif
    if (m == NULL)
        return NULL;
#ifdef Py_GIL_DISABLED
    /* The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that
     * nothing here relies on it. */
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_USED);
#endif
    return m;
}

PyMODINIT_FUNC
PyInit_example(void)
{
    return moduleinit();
}
