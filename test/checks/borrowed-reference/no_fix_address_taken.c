// also: c++
#include <Python.h>

// Whoever has the address may put something else there, or read it later.
int looks_at(PyObject **where);

int address_taken(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  return looks_at(&item);
}

// The vectorcall protocol takes an array that starts at the variable.
PyObject *vectorcall(PyObject *function, PyObject *list) {
  PyObject *argument = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: the object in 'argument' lives until the function returns
  if (argument == NULL)
    return NULL;
  return PyObject_Vectorcall(function, &argument, 1, NULL);
}
