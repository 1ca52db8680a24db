// modes: gil
#include <Python.h>

/* freethreading-refcount-one says it: not the header is wrong here, the question is. */
int may_change(PyObject *op) {
  return op->ob_refcnt == 1;
}
int is_shared(PyObject *op) {
  const Py_ssize_t count = op->ob_refcnt;
  return count > 1;
}
