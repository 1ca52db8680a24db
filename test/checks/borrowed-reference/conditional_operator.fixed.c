// also: c++
#include <Python.h>

// The call stands in one arm: the variable is NULL for the other.
PyObject *or_null(PyObject *list, Py_ssize_t i) {
  PyObject *item = i >= 0 ? PyList_GetItem(list, i) : NULL; // warn: borrowed from 'list' // no fix: the call is nested
  Py_XINCREF(item);
  return item;
}

PyObject *or_other(PyObject *list, PyObject *otherwise, int i) {
  PyObject *item = i >= 0 ? PyList_GetItem(list, i) : otherwise; // warn: borrowed from 'list' // no fix: the call is nested
  Py_XINCREF(item);
  return item;
}

// Used in both arms.
PyObject *both_arms(PyObject *dict, PyObject *key, int repr) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  PyObject *result = repr ? PyObject_Repr(value) : PyObject_Str(value);
  Py_DECREF(value);
  return result;
}

int truth(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  int result = value == NULL ? -1 : PyObject_IsTrue(value) ? 1 : 0;
  Py_XDECREF(value);
  return result;
}
