// also: c++
#include <Python.h>

PyObject *equals_null(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value);
  if (value == NULL) // warn: borrowed from 'dict'
    return NULL;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result;
}

PyObject *not_null(PyObject *dict) {
  PyObject *value;
  if (PyDict_GetItemStringRef(dict, "value", &value) < 0) {
    PyErr_Clear();
  }
  if (value != NULL) { // warn: borrowed from 'dict'
    PyObject *result = PyObject_Str(value);
    Py_DECREF(value);
    return result;
  }
  return PyUnicode_FromString("nothing");
}

PyObject *negated(PyObject *list) {
  PyObject *item;
  if (!(item = PyList_GetItemRef(list, 0))) // warn: borrowed from 'list'
    return NULL;
  return item;
}

PyObject *bare(PyObject *list) {
  PyObject *item, *text = NULL;
  if ((item = PyList_GetItemRef(list, 0))) { // warn: borrowed from 'list'
    text = PyObject_Str(item);
  }
  Py_XDECREF(item);
  return text;
}
