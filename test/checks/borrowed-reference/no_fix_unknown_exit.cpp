#include <Python.h>

// What is thrown passes by the releases.
int thrown(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: an exception may leave the function before the release
  if (item == nullptr)
    throw -1;
  return PyObject_IsTrue(item);
}
