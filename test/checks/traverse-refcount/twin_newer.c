// options: MinPython=3.14
// args: -DPY_VERSION_HEX=0x030F00F0
// modes: gil
#include <Python.h>

static int token;

static int foo_traverse(PyObject *op, visitproc visit, void *arg) {
  Py_VISIT(Py_TYPE(op));
  PyObject *module = PyType_GetModuleByToken(Py_TYPE(op), &token); // warn: 'PyType_GetModuleByToken' // no fix: the twin for traverse functions is newer than the oldest Python to support
  Py_VISIT(module);
  Py_XDECREF(module); // warn: 'Py_XDECREF' // no fix: the change of the count has no counterpart
  return 0;
}

PyType_Slot slots[] = {{Py_tp_traverse, (void *)foo_traverse}, {0, NULL}};
