#include <Python.h>

/* The import system asks the outer module only. */
static struct PyModuleDef inner = {PyModuleDef_HEAD_INIT, "outer.inner", NULL, -1, NULL, NULL, NULL, NULL, NULL};
static struct PyModuleDef outer = {PyModuleDef_HEAD_INIT, "outer", NULL, -1, NULL, NULL, NULL, NULL, NULL};

PyObject *make_inner(void) { return PyModule_Create(&inner); }

PyMODINIT_FUNC PyInit_outer(void) {
  PyObject *module = PyModule_Create(&outer); // warn: the module does not declare whether it needs the GIL
  if (module == NULL)
    return NULL;
  PyObject *part = make_inner();
  if (part == NULL || PyModule_AddObject(module, "inner", part) < 0) {
    Py_DECREF(module);
    return NULL;
  }
  return module;
}
