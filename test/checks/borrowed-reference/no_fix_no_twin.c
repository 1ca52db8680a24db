// also: c++
#include <Python.h>

// Nothing gives a strong reference with the same arguments.
int line(void) {
  PyFrameObject *frame = PyEval_GetFrame(); // warn: use PyThreadState_GetFrame(PyThreadState_Get()) // no fix: there is no strong twin for this call
  return frame ? PyFrame_GetLineNumber(frame) : -1;
}

PyObject *code(PyObject *function) {
  PyObject *code = PyFunction_GET_CODE(function); // warn: use PyObject_GetAttrString(func, "__code__") // no fix: there is no strong twin for this call
  Py_INCREF(code);
  return code;
}

PyObject *by_object(PyObject *name) {
  PyObject *module = PyImport_AddModuleObject(name); // warn: 'PyImport_AddModuleObject' // no fix: there is no strong twin for this call
  Py_XINCREF(module);
  return module;
}
