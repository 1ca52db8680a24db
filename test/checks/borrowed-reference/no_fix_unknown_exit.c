#include <Python.h>

// A jump to wherever the pointer says.
int computed(PyObject *list, int which) {
  void *targets[] = {&&first, &&second};
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: not every exit can be given its release
  if (item == NULL)
    return -1;
  if (PyObject_IsTrue(item))
    goto *targets[which];
  return PyObject_Size(item) > 0;
first:
  return 1;
second:
  return 2;
}
