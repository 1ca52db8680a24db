// options: MinPython=3.9 Compat=none
// also: c++
#include <Python.h>

// The message: the hazard, and the cure with the version that has it.
PyObject *by_key(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItem(dict, key); // warn: 'PyDict_GetItem' returns a reference borrowed from 'dict' that another thread may free before its last use; use 'PyDict_GetItemRef' (Python 3.13 or pythoncapi_compat.h) // no fix: the strong twin is newer than the oldest Python to support ('PyDict_GetItemRef' needs Python 3.13 or pythoncapi_compat.h)
  if (value == NULL)
    return PyErr_Format(PyExc_KeyError, "%R", key);
  return PyObject_Str(value); // note: used here while still borrowed
}

PyObject *by_name(PyObject *dict) {
  PyObject *value = PyDict_GetItemString(dict, "name"); // warn: use 'PyDict_GetItemStringRef' (Python 3.13 or pythoncapi_compat.h) // no fix: ('PyDict_GetItemStringRef' needs Python 3.13
  Py_XINCREF(value); // note: used here while still borrowed
  return value;
}

PyObject *item(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: use 'PyList_GetItemRef' (Python 3.13 or pythoncapi_compat.h) // no fix: ('PyList_GetItemRef' needs Python 3.13
  Py_XINCREF(item);
  return item;
}

PyObject *interned(PyObject *cache, PyObject *key) {
  PyObject *value = PyDict_SetDefault(cache, key, key); // warn: use 'PyDict_SetDefaultRef' (Python 3.13 or pythoncapi_compat.h) // no fix: ('PyDict_SetDefaultRef' needs Python 3.13
  Py_XINCREF(value);
  return value;
}

PyObject *referent(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: use 'PyWeakref_GetRef' (Python 3.13 or pythoncapi_compat.h) // no fix: ('PyWeakref_GetRef' needs Python 3.13
  if (object == Py_None)
    return NULL;
  Py_INCREF(object);
  return object;
}

// What is borrowed from no argument has no lender to name.
PyObject *module(void) {
  PyObject *module = PyImport_AddModule("__main__"); // warn: 'PyImport_AddModule' returns a reference borrowed that another thread may free before its last use; use 'PyImport_AddModuleRef' (Python 3.13 or pythoncapi_compat.h) // no fix: ('PyImport_AddModuleRef' needs Python 3.13
  Py_XINCREF(module);
  return module;
}

// The header has nothing for these.
PyObject *globals(void) {
  PyObject *dict = PyEval_GetGlobals(); // warn: use 'PyEval_GetFrameGlobals' (Python 3.13) // no fix: ('PyEval_GetFrameGlobals' needs Python 3.13)
  Py_XINCREF(dict);
  return dict;
}

// A cure that is older than Python 3.8 needs no version.
PyObject *contents(PyObject *cell, PyObject **kept) {
  *kept = PyCell_GET(cell); // warn: before its last use; use 'PyCell_Get' // no fix: the value is stored
  return *kept;
}

// A cure that is no single call is said in words.
PyObject *code(PyObject *function) {
  PyObject *code = PyFunction_GetCode(function); // warn: use PyObject_GetAttrString(func, "__code__") // no fix: there is no strong twin for this call
  Py_XINCREF(code);
  return code;
}

// A lender that is long, or goes over a line, is left out.
PyObject *long_lender(PyObject *mapping, PyObject *key) {
  PyObject *value = PyDict_GetItem(PyModule_GetDict(PyImport_ImportModule("some.very.long.name")), key); // warn: 'PyDict_GetItem' returns a reference borrowed that another thread // no fix: the strong twin is newer
  Py_XINCREF(value);
  return value;
}
