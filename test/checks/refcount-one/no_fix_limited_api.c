// args: -DPy_LIMITED_API=0x030a0000
#include <Python.h>

static PyObject *cache;

PyObject *reuse(void) {
  if (Py_REFCNT(cache) == 1) // warn: does not tell // no fix: the limited API cannot tell who refers to an object
    return cache;
  return PyTuple_New(2);
}
