// options: MinPython=3.8
// also: c++
#include <Python.h>

static int
add_constants(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot slots[] = { // warn: the module does not declare whether it needs the GIL: importing it turns the GIL on for the whole process
    {Py_mod_exec, (void *)add_constants},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, 0, NULL, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_example(void)
{
    return PyModuleDef_Init(&definition);
}
