// also: c++
#include <Python.h>

// PyList_GET_ITEM is a macro of CPython; behind a macro of the project it is
// the same hazard.
#define NTH(list, n) PyList_GET_ITEM(list, n)
#define NTH_TEXT(list, n) PyUnicode_AsUTF8(NTH(list, n))

const char *text(PyObject *list) {
  return NTH_TEXT(list, 1); // warn: 'PyList_GET_ITEM' returns a reference borrowed // no fix: the call is hidden in a macro
}

int is_long(PyObject *list) {
  return PyLong_Check(NTH(list, 0)); // warn: 'PyList_GET_ITEM' // no fix: the call is hidden in a macro
}
