// also: c++
#include <Python.h>

// What a function holds can be replaced from Python: f.__code__ = g.__code__.
PyObject *code(PyObject *function) {
  PyObject *code = PyFunction_GetCode(function); // warn: 'PyFunction_GetCode' returns a reference borrowed from 'function' that another thread may free before its last use; use PyObject_GetAttrString(func, "__code__") // no fix: there is no strong twin for this call
  Py_XINCREF(code);
  return code;
}

PyObject *defaults(PyObject *function) {
  PyObject *tuple = PyFunction_GET_DEFAULTS(function); // warn: use PyObject_GetAttrString(func, "__defaults__") // no fix: there is no strong twin
  Py_XINCREF(tuple);
  return tuple;
}

PyObject *annotations(PyObject *function) {
  PyObject *dict = PyFunction_GetAnnotations(function); // warn: "__annotations__" // no fix: there is no strong twin
  Py_XINCREF(dict);
  return dict;
}

PyObject *keyword_defaults(PyObject *function) {
  PyObject *dict = PyFunction_GET_KW_DEFAULTS(function); // warn: "__kwdefaults__" // no fix: there is no strong twin
  Py_XINCREF(dict);
  return dict;
}

PyObject *module_name(PyObject *function) {
  PyObject *name = PyFunction_GetModule(function); // warn: "__module__" // no fix: there is no strong twin
  Py_XINCREF(name);
  return name;
}

// These two are fixed when the function is made.
PyObject *globals(PyObject *function) {
  PyObject *dict = PyFunction_GetGlobals(function);
  Py_XINCREF(dict);
  return dict;
}

PyObject *closure(PyObject *function) {
  PyObject *tuple = PyFunction_GET_CLOSURE(function);
  Py_XINCREF(tuple);
  return tuple;
}
