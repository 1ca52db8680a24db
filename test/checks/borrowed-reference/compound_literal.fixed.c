#include <Python.h>

struct pair {
  int a, b;
};

// A brace that ends no statement.
int assigned(PyObject *list) {
  struct pair pair;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  pair = (struct pair){PyObject_IsTrue(item), 2};
  Py_DECREF(item);
  return pair.a;
}

struct pair returned(PyObject *list) {
  struct pair none = {-1, -1};
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return none;
  struct pair result = (struct pair){PyObject_IsTrue(item), PyObject_Not(item)};
  Py_DECREF(item);
  return result;
}
