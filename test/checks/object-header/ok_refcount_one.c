// modes: gil
// The test of a count for being one is refcount-one's.
#include <Python.h>

int may_reuse(PyObject *op) { return op->ob_refcnt == 1; }
