// also: c++
#include <Python.h>

int maybe_null(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  assert(item == NULL || PyLong_Check(item));
  return 0;
}

int not_null(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  int truth = PyObject_IsTrue(item);
  assert(PyLong_Check(item));
  return truth;
}
