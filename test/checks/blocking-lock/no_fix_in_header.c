#include <Python.h>

#include "no_fix_in_header.h"

PyObject *use(PyObject *callback) { return locked_call(callback); }
