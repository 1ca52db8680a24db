#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_example(void) {
  PyObject *m = NULL;
  if (PyType_Ready(&PyList_Type) == 0)
    m = PyModule_Create(&definition); // warn: does not declare // no fix: the statement is the unbraced body of another one
  return m;
}
