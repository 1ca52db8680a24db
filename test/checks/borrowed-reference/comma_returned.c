#include <Python.h>

/* A comma needs parentheses where its value goes into a variable. */
int truth(PyObject *dict, PyObject *key) {
  int found = 1;
  PyObject *v = PyDict_GetItemWithError(dict, key); // warn: 'PyDict_GetItemWithError' returns a reference borrowed from 'dict'
  if (v == NULL)
    return -1;
  return PyObject_IsTrue(v), found;
}

/* Nobody asks whether there is an item. */
PyObject *copy_first(PyObject *list) {
  PyObject *a;
  if (PyList_Size(list) < 2)
    Py_RETURN_NONE;
  a = PyList_GetItem(list, 0); // warn: 'PyList_GetItem' returns a reference borrowed from 'list' // review: leaves the function when
  Py_INCREF(a);
  PyList_SetItem(list, 1, a);
  Py_RETURN_NONE;
}
