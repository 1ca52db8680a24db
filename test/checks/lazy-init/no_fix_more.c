// args: -std=gnu99
#include <Python.h>

PyObject *old_standard(void) {
  static PyObject *cache = NULL;
  if (cache == NULL) { // warn: 'cache' is filled on first use // no fix: the language standard of this file has no atomic types
    cache = PyImport_ImportModule("math"); // note: filled here
  }
  return cache;
}
