// also: c++
#include <Python.h>

// The INCREF is a part of something that stays.
PyObject *comma(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  return item ? (Py_INCREF(item), item) : NULL;
}

PyObject *with_else(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item != NULL)
    Py_INCREF(item);
  else
    PyErr_SetString(PyExc_IndexError, "empty");
  return item;
}

int another_condition(PyObject *list, int wanted) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (wanted)
    Py_XINCREF(item);
  return item != NULL;
}

// The call is a part of the condition: there is no place for another variable.
int in_condition(PyObject *list, int wanted) {
  PyObject *item;
  if ((item = PyList_GetItem(list, 0)) != NULL) // warn: borrowed from 'list' // no fix: the INCREF is part of a larger statement
    return wanted ? (Py_INCREF(item), 1) : 0;
  return -1;
}
