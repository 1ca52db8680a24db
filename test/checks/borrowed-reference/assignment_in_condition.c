// also: c++
#include <Python.h>

PyObject *equals_null(PyObject *dict, PyObject *key) {
  PyObject *value;
  if ((value = PyDict_GetItemWithError(dict, key)) == NULL) // warn: borrowed from 'dict'
    return NULL;
  return PyObject_Str(value);
}

PyObject *not_null(PyObject *dict) {
  PyObject *value;
  if ((value = PyDict_GetItemString(dict, "value")) != NULL) { // warn: borrowed from 'dict'
    return PyObject_Str(value);
  }
  return PyUnicode_FromString("nothing");
}

PyObject *negated(PyObject *list) {
  PyObject *item;
  if (!(item = PyList_GetItem(list, 0))) // warn: borrowed from 'list'
    return NULL;
  Py_INCREF(item);
  return item;
}

PyObject *bare(PyObject *list) {
  PyObject *item, *text = NULL;
  if ((item = PyList_GetItem(list, 0))) { // warn: borrowed from 'list'
    text = PyObject_Str(item);
  }
  return text;
}
