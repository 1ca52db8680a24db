// also: c++
#include <Python.h>

// Fields of CPython's own structs are read without any lock.
PyObject *of_function(PyFunctionObject *function) {
  PyObject *code = function->func_code; // warn: 'PyFunctionObject.func_code' returns a reference borrowed from 'function' // no fix: there is no strong twin for this call
  Py_INCREF(code);
  return code;
}

PyObject *of_cell(PyCellObject *cell) {
  PyObject *value = cell->ob_ref; // warn: borrowed from 'cell' // no fix: there is no strong twin for this call
  Py_XINCREF(value);
  return value;
}

PyObject *of_weakref(PyWeakReference *ref) {
  PyObject *object = ref->wr_object; // warn: borrowed from 'ref' // no fix: a dead weak reference is NULL for the new call and None for the old one
  Py_INCREF(object);
  return object;
}

// Written, not read.
void set(PyCellObject *cell, PyObject *value) { cell->ob_ref = value; }
