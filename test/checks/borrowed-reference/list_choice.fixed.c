// also: c++
// NULL is a value here: nobody leaves because of it.
#include <Python.h>

int record(PyObject *item);

int first_or_none(PyObject *list, int wanted) {
  PyObject *item = wanted ? PyList_GetItemRef(list, 0) : NULL; // warn: borrowed from 'list'
  int result = record(item);
  Py_XDECREF(item);
  return result;
}
