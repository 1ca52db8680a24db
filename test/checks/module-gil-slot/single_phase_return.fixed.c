// options: MinPython=3.8
#include <Python.h>

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_example(void)
{
    PyObject *module2 = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
    if (module2 != NULL) {
        /* The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that
         * nothing here relies on it. */
        PyUnstable_Module_SetGIL(module2, Py_MOD_GIL_USED);
    }
#endif
    return module2; // warn: does not declare
}
