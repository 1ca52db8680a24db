// also: c++
#include <Python.h>

// What is not compiled here is not in sight: no release would get there.
PyObject *platform(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return NULL;
#ifdef MS_WINDOWS
  return PyObject_Repr(item);
#else
  return PyObject_Str(item);
#endif
}

int in_the_way(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return -1;
#ifdef DEBUG_ITEMS
  if (PyObject_Print(item, stderr, 0) < 0)
    return -1;
#endif
  return PyObject_IsTrue(item);
}

// Before the lookup and after the last use it does not matter.
int elsewhere(PyObject *list) {
#ifdef MS_WINDOWS
  PySys_WriteStdout("Windows\n");
#endif
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  int truth = PyObject_IsTrue(item);
#ifdef DEBUG_ITEMS
  PySys_WriteStdout("%d\n", truth);
#endif
  return truth;
}
