// also: c++
#include <Python.h>

// Looked up in the head of a loop.
int in_the_condition(PyObject *list) {
  PyObject *item;
  Py_ssize_t i = 0;
  int found = 0;
  while ((item = PyList_GetItem(list, i++)) != NULL) // warn: borrowed from 'list' // no fix: the value is used in a later round of the loop
    found += PyObject_IsTrue(item);
  PyErr_Clear();
  return found;
}

int in_the_increment(PyObject *list) {
  int found = 0;
  PyObject *item = NULL;
  for (Py_ssize_t i = 0; i < PyList_Size(list); item = PyList_GetItem(list, i++)) // warn: borrowed from 'list' // no fix: the value is used in a later round of the loop
    if (item != NULL)
      found += PyObject_IsTrue(item);
  return found;
}

int in_the_condition_of_do(PyObject *list) {
  PyObject *item_kept = NULL;
  PyObject *item;
  Py_ssize_t i = 0;
  do {
    Py_CLEAR(item_kept);
    item = PyList_GetItemRef(list, i++); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
    item_kept = item;
  } while (item != NULL && PyObject_IsTrue(item));
  Py_XDECREF(item_kept);
  return (int)i;
}

int in_the_initialiser(PyObject *list) {
  int rounds = 0;
  for (PyObject *item = PyList_GetItem(list, 0); item != NULL && rounds < 3; rounds++) // warn: borrowed from 'list' // no fix: the value is used in a later round of the loop
    PyObject_IsTrue(item);
  return rounds;
}
