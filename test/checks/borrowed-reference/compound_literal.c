#include <Python.h>

struct pair {
  int a, b;
};

// A brace that ends no statement.
int assigned(PyObject *list) {
  struct pair pair;
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  pair = (struct pair){PyObject_IsTrue(item), 2};
  return pair.a;
}

struct pair returned(PyObject *list) {
  struct pair none = {-1, -1};
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return none;
  return (struct pair){PyObject_IsTrue(item), PyObject_Not(item)};
}
