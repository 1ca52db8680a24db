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
    if (PyModule_AddIntConstant(m, "answer", 42) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
