#include <Python.h>

// What ran once would run in every call.
long limit(PyObject *limits) {
  static long value = PyLong_AsLong(PyList_GetItem(limits, 0)); // warn: borrowed from 'limits' // no fix: the call is nested
  return value;
}
