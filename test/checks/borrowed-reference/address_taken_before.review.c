// also: c++
#include <Python.h>

int cleared(PyObject *list) {
  PyObject *item_kept = NULL;
  PyObject *item;
  PyObject **slot = &item;
  item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  item_kept = item;
  if (item == NULL)
    return -1;
  int truth = PyObject_IsTrue(item);
  *slot = NULL;
  Py_XDECREF(item_kept);
  return truth;
}
