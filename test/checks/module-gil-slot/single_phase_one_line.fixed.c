// options: MinPython=3.8
#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_example(void) {
    PyObject *module = PyModule_Create(&definition);
#ifdef Py_GIL_DISABLED
    if (module != NULL) {
        /* The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that
         * nothing here relies on it. */
        PyUnstable_Module_SetGIL(module, Py_MOD_GIL_USED);
    }
#endif
    return module; } // warn: does not declare
