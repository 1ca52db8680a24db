// also: c++
#include <Python.h>

PyObject *main_dict(void) {
  PyObject *module = PyImport_AddModule("__main__"); // warn: 'PyImport_AddModule' returns a reference borrowed that another thread may free before its last use; use 'PyImport_AddModuleRef' (Python 3.13 or pythoncapi_compat.h)
  if (module == NULL)
    return NULL;
  PyObject *dict = PyModule_GetDict(module);
  Py_INCREF(dict);
  return dict;
}

PyObject *by_object(PyObject *name) {
  PyObject *module = PyImport_AddModuleObject(name); // warn: use 'PyImport_AddModuleRef' // no fix: there is no strong twin for this call
  Py_XINCREF(module);
  return module;
}
