// Results of one block get different names.

#include <Python.h>

int two_conditions(PyObject *out, PyObject *list, PyObject *dict, PyObject *key) {
  if (PyList_Append(out, PyList_GET_ITEM(list, 0)) < 0) // warn: borrowed from 'list' // review: leaves the function when 'PyList_GetItemRef' fails
    return -1;
  if (PyList_Append(out, PyList_GET_ITEM(list, 1)) < 0) // warn: borrowed from 'list' // review: leaves the function when 'PyList_GetItemRef' fails
    return -1;
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  return PyUnicode_Check(value);
}

int cases(PyObject *list, int which) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  switch (which) {
  case 0:
    which++;
    return PyUnicode_Check(item);
  case 1:
    which--;
    return PyTuple_Check(item);
  }
  return PyObject_IsTrue(item);
}

int taken(PyObject *list, PyObject *item) {
  int count = PyUnicode_Check(item);
  count += PyObject_IsTrue(PyList_GetItem(list, 0)); // warn: borrowed from 'list'
  count += PyObject_IsTrue(PyList_GetItem(list, 1)); // warn: borrowed from 'list'
  return count;
}
