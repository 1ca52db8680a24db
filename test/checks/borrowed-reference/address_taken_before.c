// also: c++
#include <Python.h>

int cleared(PyObject *list) {
  PyObject *item;
  PyObject **slot = &item;
  item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the address of the variable is taken
  if (item == NULL)
    return -1;
  int truth = PyObject_IsTrue(item);
  *slot = NULL;
  return truth;
}
