// also: c++
#include <Python.h>

// Whoever has the address may put something else there, or read it later.
int looks_at(PyObject **where);

int address_taken(PyObject *list) {
  PyObject *item_kept = NULL;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  item_kept = item;
  int result = looks_at(&item);
  Py_XDECREF(item_kept);
  return result;
}

// The vectorcall protocol takes an array that starts at the variable.
PyObject *vectorcall(PyObject *function, PyObject *list) {
  PyObject *argument_kept = NULL;
  PyObject *argument = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: the object in 'argument' lives until the function returns
  argument_kept = argument;
  if (argument == NULL)
    return NULL;
  PyObject *result = PyObject_Vectorcall(function, &argument, 1, NULL);
  Py_XDECREF(argument_kept);
  return result;
}
