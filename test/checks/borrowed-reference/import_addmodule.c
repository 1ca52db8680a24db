// also: c++
#include <Python.h>

int set_in_main(PyObject *name, PyObject *value) {
  PyObject *module = PyImport_AddModule("__main__"); // warn: 'PyImport_AddModule' returns a reference borrowed that another thread
  if (module == NULL)
    return -1;
  return PyObject_SetAttr(module, name, value);
}

// The dict is the module's own: it lives as long as the module.
PyObject *run(const char *code, PyObject *locals) {
  PyObject *module = PyImport_AddModule("__main__"); // warn: 'PyImport_AddModule'
  if (module == NULL)
    return NULL;
  PyObject *globals = PyModule_GetDict(module);
  return PyRun_String(code, Py_eval_input, globals, locals);
}

PyObject *by_object(PyObject *name) {
  PyObject *module = PyImport_AddModuleObject(name); // warn: 'PyImport_AddModuleObject' // no fix: there is no strong twin for this call
  Py_XINCREF(module);
  return module;
}
