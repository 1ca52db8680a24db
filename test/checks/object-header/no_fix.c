// modes: gil
#include <Python.h>

void count(PyObject *op, PyTypeObject **out) {
  op->ob_refcnt++; // warn: 'ob_refcnt' is changed directly // no fix: there is no accessor for this use of the member
  op->ob_refcnt += 2; // warn: 'ob_refcnt' is changed directly // no fix: there is no accessor
  *out = op->ob_type = NULL; // warn: 'ob_type' is changed directly // no fix: there is no accessor
}
