#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyObject *checked(PyObject *module);

PyMODINIT_FUNC PyInit_example(void) {
  return checked(PyModule_Create(&definition)); // warn: does not declare // no fix: the call is nested in an expression whose order of evaluation matters
}
