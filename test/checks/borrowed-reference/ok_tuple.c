// also: c++
#include <Python.h>

PyObject *first(PyObject *tuple) {
  PyObject *item = PyTuple_GetItem(tuple, 0);
  if (item == NULL)
    return NULL;
  return PyObject_Str(item);
}

PyObject *second(PyObject *any) {
  if (!PyTuple_Check(any) || PyTuple_GET_SIZE(any) < 2)
    return NULL;
  return PyObject_Str(PyTuple_GET_ITEM(any, 1));
}
