// also: c++
#include <Python.h>

// The call stands in one arm: the variable is NULL for the other.
PyObject *or_null(PyObject *list, Py_ssize_t i) {
  PyObject *item = i >= 0 ? PyList_GetItemRef(list, i) : NULL; // warn: borrowed from 'list'
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

// NULL of the other arm is no failure of the call.
int unchecked(PyObject *list, Py_ssize_t i) {
  if (PyObject_IsTrue(list) < 0)
    return -1;
  PyObject *item = i >= 0 ? PyList_GET_ITEM(list, i) : NULL; // warn: borrowed from 'list' // no fix: the call is nested
  return item == NULL ? 0 : PyObject_IsTrue(item);
}

int weak(PyObject *reference) {
  PyObject *object = reference ? PyWeakref_GetObject(reference) : NULL; // warn: borrowed from 'reference' // no fix: the call is nested
  return object == NULL || object == Py_None ? 0 : PyObject_IsTrue(object);
}
