#include <Python.h>

PyObject *make_module(PyModuleDef *of);

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_example(void) { // warn: does not declare // no fix: another file makes the module
  return make_module(&definition);
}
