// options: MinPython=3.8
// also: c++
#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_example(void)
{
    PyObject *m = PyModule_Create(&definition); // warn: does not declare
    if (m == NULL)
        return NULL;
#ifdef Py_GIL_DISABLED
    /* The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that
     * nothing here relies on it. */
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_USED);
#endif
    if (PyModule_AddIntConstant(m, "answer", 42) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
