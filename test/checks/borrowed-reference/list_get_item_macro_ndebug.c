// args: -DNDEBUG
// also: c++
#include <Python.h>

// Without asserts the macro is an element of an array.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: 'PyList_GET_ITEM' returns a reference borrowed from 'list' that another thread may free before its last use; use 'PyList_GetItemRef' (Python 3.13 or pythoncapi_compat.h) // no fix: the strong twin can fail where the old call could not
  Py_INCREF(item); // note: used here while still borrowed
  return item;
}
