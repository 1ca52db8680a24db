// also: c++
#include <Python.h>

PyObject *globals(void) {
  PyObject *dict = PyEval_GetFrameGlobals(); // warn: 'PyEval_GetGlobals' returns a reference borrowed
  if (dict == NULL)
    return PyDict_New();
  return dict;
}

int local_names(void) {
  PyObject *locals = PyEval_GetLocals(); // warn: 'PyEval_GetLocals' // no fix: there is no strong twin for this call
  if (locals == NULL)
    return -1;
  return (int)PyMapping_Size(locals);
}

PyObject *builtin(PyObject *name) {
  PyObject *builtins = PyEval_GetFrameBuiltins(); // warn: 'PyEval_GetBuiltins'
  if (builtins == NULL)
    return NULL;
  PyObject *result = PyObject_GetItem(builtins, name);
  Py_DECREF(builtins);
  return result;
}

int line(void) {
  PyFrameObject *frame = PyEval_GetFrame(); // warn: use PyThreadState_GetFrame(PyThreadState_Get()) // no fix: there is no strong twin for this call
  return frame ? PyFrame_GetLineNumber(frame) : -1;
}
