// also: c++
#include <Python.h>

PyObject *globals(void) {
  PyObject *dict = PyEval_GetGlobals(); // warn: 'PyEval_GetGlobals' returns a reference borrowed
  if (dict == NULL)
    return PyDict_New();
  Py_INCREF(dict);
  return dict;
}

int local_names(void) {
  PyObject *locals = PyEval_GetLocals(); // warn: 'PyEval_GetLocals' // no fix: there is no strong twin for this call
  if (locals == NULL)
    return -1;
  return (int)PyMapping_Size(locals);
}

PyObject *builtin(PyObject *name) {
  PyObject *builtins = PyEval_GetBuiltins(); // warn: 'PyEval_GetBuiltins'
  if (builtins == NULL)
    return NULL;
  return PyObject_GetItem(builtins, name);
}

int line(void) {
  PyFrameObject *frame = PyEval_GetFrame(); // warn: use PyThreadState_GetFrame(PyThreadState_Get()) // no fix: there is no strong twin for this call
  return frame ? PyFrame_GetLineNumber(frame) : -1;
}
