#include <Python.h>

static PyObject *cache;

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_example(void) {
  if (cache && Py_REFCNT(cache) == 1)
    Py_CLEAR(cache);
  return PyModule_Create(&definition);
}
