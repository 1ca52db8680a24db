#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_example(void) {
  PyObject *m = PyModule_Create(&definition); // warn: does not declare // no fix: part of the code in between is compiled conditionally
  if (m == NULL) {
#ifdef VERBOSE
    PyErr_Print();
#endif
    return NULL;
  }
  return m;
}
