// also: c++
#include <Python.h>

PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: 'PyList_GetItem' returns a reference borrowed from 'list'
  if (item == NULL)
    return NULL;
  Py_INCREF(item);
  return item;
}
