// also: c++
#include <Python.h>

// Items of a tuple are borrowed from the tuple: the tuple goes last.
long second(PyObject *dict, PyObject *key) {
  PyObject *pair;
  PyDict_GetItemRef(dict, key, &pair); // warn: borrowed from 'dict'
  if (pair == NULL)
    return -1;
  PyObject *number = PyTuple_GET_ITEM(pair, 1);
  if (!PyLong_Check(number)) {
    Py_DECREF(pair);
    return -1;
  }
  long result = PyLong_AsLong(number);
  Py_DECREF(pair);
  return result;
}

// An item that has a reference of its own does not need the tuple any more.
PyObject *kept_item(PyObject *dict, PyObject *key) {
  PyObject *pair;
  PyDict_GetItemRef(dict, key, &pair); // warn: borrowed from 'dict'
  if (pair == NULL)
    return NULL;
  PyObject *item = PyTuple_GET_ITEM(pair, 0);
  PyObject *text = PyObject_Str(item);
  Py_DECREF(pair);
  return text;
}

// The item of an item.
int nested(PyObject *dict, PyObject *key) {
  PyObject *pair;
  PyDict_GetItemRef(dict, key, &pair); // warn: borrowed from 'dict'
  if (pair == NULL)
    return -1;
  PyObject *inner = PyTuple_GET_ITEM(pair, 0);
  PyObject *item = PyTuple_GetItem(inner, 0);
  if (item == NULL) {
    Py_DECREF(pair);
    return -1;
  }
  int result = PyObject_IsTrue(item);
  Py_DECREF(pair);
  return result;
}
