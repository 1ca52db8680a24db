// also: c++
#include <Python.h>

int cleared(PyObject *list) {
  PyObject *item;
  PyObject **slot = &item;
  item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  if (item == NULL)
    return -1;
  int truth = PyObject_IsTrue(item);
  *slot = NULL;
  return truth;
}
