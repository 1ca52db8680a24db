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
    PyObject *sub = make_inner();
    if (!sub || PyModule_AddObject(m, "inner", sub) < 0) {
        Py_XDECREF(sub);
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
