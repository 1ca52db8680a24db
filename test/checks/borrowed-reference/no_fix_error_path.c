// also: c++
#include <Python.h>

// A failure that the function cannot tell its callers.
size_t length(PyObject *list) {
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  const char *text = PyUnicode_AsUTF8(item);
  return text ? strlen(text) : 0;
}

void print(PyObject *fast) {
  PyObject *item = PySequence_Fast_GET_ITEM(fast, 0); // warn: borrowed from 'fast' // no fix: the strong twin can fail where the old call could not
  PyObject_Print(item, stdout, 0);
}
