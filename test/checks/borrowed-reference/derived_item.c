// also: c++
#include <Python.h>

// Items of a tuple are borrowed from the tuple: the tuple goes last.
long second(PyObject *dict, PyObject *key) {
  PyObject *pair = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (pair == NULL)
    return -1;
  PyObject *number = PyTuple_GET_ITEM(pair, 1);
  if (!PyLong_Check(number))
    return -1;
  return PyLong_AsLong(number);
}

// An item that has a reference of its own does not need the tuple any more.
PyObject *kept_item(PyObject *dict, PyObject *key) {
  PyObject *pair = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (pair == NULL)
    return NULL;
  PyObject *item = PyTuple_GET_ITEM(pair, 0);
  PyObject *text = PyObject_Str(item);
  return text;
}

// The item of an item.
int nested(PyObject *dict, PyObject *key) {
  PyObject *pair = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (pair == NULL)
    return -1;
  PyObject *inner = PyTuple_GET_ITEM(pair, 0);
  PyObject *item = PyTuple_GetItem(inner, 0);
  if (item == NULL)
    return -1;
  return PyObject_IsTrue(item);
}
