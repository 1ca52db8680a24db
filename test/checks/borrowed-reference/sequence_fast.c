// also: c++
#include <Python.h>

// For a list PySequence_Fast gives the list itself, which others may change.
PyObject *first(PyObject *iterable) {
  PyObject *fast = PySequence_Fast(iterable, "not iterable");
  if (fast == NULL)
    return NULL;
  PyObject *text = NULL;
  if (PySequence_Fast_GET_SIZE(fast) > 0) {
    PyObject *item = PySequence_Fast_GET_ITEM(fast, 0); // warn: 'PySequence_Fast_GET_ITEM' returns a reference borrowed from 'fast' that another thread may free before its last use; use 'PySequence_GetItem' // no fix: the strong twin can fail where the old call could not
    text = PyObject_Str(item); // note: used here while still borrowed
  }
  Py_DECREF(fast);
  return text;
}
