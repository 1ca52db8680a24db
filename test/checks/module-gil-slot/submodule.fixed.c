// options: MinPython=3.8
#include <Python.h>

static struct PyModuleDef outer = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};
static struct PyModuleDef inner = {
    PyModuleDef_HEAD_INIT, "example.inner", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

/* The import system does not ask a submodule that is made by hand. */
static PyObject *
make_inner(void)
{
    return PyModule_Create(&inner);
}

PyMODINIT_FUNC
PyInit_example(void)
{
    PyObject *m = PyModule_Create(&outer); // warn: does not declare
    if (!m) {
        return NULL;
    }
#ifdef Py_GIL_DISABLED
    /* The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that
     * nothing here relies on it. */
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_USED);
#endif
    PyObject *sub = make_inner();
    if (!sub || PyModule_AddObject(m, "inner", sub) < 0) {
        Py_XDECREF(sub);
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
