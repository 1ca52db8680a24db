// also: c++
#include <Python.h>

// Runs while the module is imported, before another thread can see it.
static int add_version(PyObject *dict) {
  PyObject *version = PyDict_GetItemString(dict, "version");
  return version ? PyDict_SetItemString(dict, "__version__", version) : 0;
}

static int add_names(PyObject *module) { return add_version(PyModule_GetDict(module)); }

static int exec(PyObject *module) {
  PyObject *main_module = PyImport_AddModule("__main__");
  if (main_module == NULL || add_names(module) < 0)
    return -1;
  return PyObject_SetAttrString(main_module, "example", module);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)exec},
    {0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "example", NULL, 0, NULL, slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_example(void) {
  PyObject *paths = PySys_GetObject("path");
  if (paths == NULL || PyList_Append(paths, Py_None) < 0)
    return NULL;
  return PyModuleDef_Init(&definition);
}
