// also: c++
#include <Python.h>

int count_none(PyObject *list) {
  int n = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  PyObject **items = ((PyListObject *)list)->ob_item; // warn: 'PyListObject.ob_item' reads the items of 'list' without a lock // review: a lock is added
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++)
    n += items[i] == Py_None;
  Py_END_CRITICAL_SECTION();
  return n;
}
