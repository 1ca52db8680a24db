// Results of one block get different names.

#include <Python.h>

int two_conditions(PyObject *out, PyObject *list, PyObject *dict, PyObject *key) {
  PyObject *item = PyList_GetItemRef(list, 0);
  if (item == NULL) {
    return -1;
  }
  int result = PyList_Append(out, item);
  Py_DECREF(item);
  if (result < 0) // warn: borrowed from 'list' // review: leaves the function when 'PyList_GetItemRef' fails
    return -1;
  PyObject *item2 = PyList_GetItemRef(list, 1);
  if (item2 == NULL) {
    return -1;
  }
  int result2 = PyList_Append(out, item2);
  Py_DECREF(item2);
  if (result2 < 0) // warn: borrowed from 'list' // review: leaves the function when 'PyList_GetItemRef' fails
    return -1;
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  int result3 = PyUnicode_Check(value);
  Py_DECREF(value);
  return result3;
}

int cases(PyObject *list, int which) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  switch (which) {
  case 0:
    which++;
    int result2 = PyUnicode_Check(item);
    Py_DECREF(item);
    return result2;
  case 1:
    which--;
    int result = PyTuple_Check(item);
    Py_DECREF(item);
    return result;
  }
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  return result;
}

int taken(PyObject *list, PyObject *item) {
  int count = PyUnicode_Check(item);
  PyObject *item2 = PyList_GetItemRef(list, 0);
  count += PyObject_IsTrue(item2); // warn: borrowed from 'list'
  Py_XDECREF(item2);
  PyObject *item3 = PyList_GetItemRef(list, 1);
  count += PyObject_IsTrue(item3); // warn: borrowed from 'list'
  Py_XDECREF(item3);
  return count;
}
