// options: MinPython=3.8
#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

static PyObject *saved;

PyMODINIT_FUNC
PyInit_example(void)
{
    PyObject *m;
    m = PyModule_Create(&definition); /* may be NULL */ // warn: does not declare
    saved = m;
    return m;
}
