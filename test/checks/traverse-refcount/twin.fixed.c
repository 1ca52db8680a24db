// options: MinPython=3.15
// args: -DPY_VERSION_HEX=0x030F00F0
// modes: gil
#include <Python.h>

typedef struct {
  PyObject *registry;
} State;
static int token;

static int foo_traverse(PyObject *op, visitproc visit, void *arg) {
  Py_VISIT(Py_TYPE(op));
  PyObject *module = PyType_GetModuleByToken_DuringGC(Py_TYPE(op), &token); // warn: 'PyType_GetModuleByToken' makes a new reference inside of a traverse function, while the collector counts references: the object may never be freed; use 'PyType_GetModuleByToken_DuringGC' (Python 3.15)
  Py_VISIT(module);
  // warn: 'Py_XDECREF'
  return 0;
}

PyType_Slot slots[] = {{Py_tp_traverse, (void *)foo_traverse}, {0, NULL}};
