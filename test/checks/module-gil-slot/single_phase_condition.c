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
    return m;
}
