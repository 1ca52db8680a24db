// compat: path
#include <Python.h>
#include "pythoncapi_compat.h"

static PyObject *cache;

PyObject *reuse(void) {
  if (Py_REFCNT(cache) // warn: does not tell // no fix: part of the code in between is compiled conditionally
#ifdef ALWAYS
          - 1
#endif
      == 1)
    return cache;
  return PyTuple_New(2);
}
