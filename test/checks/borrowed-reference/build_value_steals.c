// An 'N' in a format takes the reference over: what is used afterwards lives by
// somebody else's reference.

#include <Python.h>

PyObject *used_afterwards(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // review: another variable holds the object in 'value' until its last use
  if (value == NULL)
    Py_RETURN_NONE;
  Py_INCREF(value);
  PyObject *pair = Py_BuildValue("(iN)", 1, value);
  Py_XDECREF(pair);
  return PyObject_Str(value);
}

PyObject *given_away(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  Py_INCREF(value);
  return Py_BuildValue("s#O&(N)", "text", (Py_ssize_t)4, PyLong_FromVoidPtr, NULL, value);
}

PyObject *called(PyObject *list, PyObject *function) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  Py_INCREF(item);
  return PyObject_CallFunction(function, "N", item);
}

PyObject *not_stolen(PyObject *list, PyObject *function) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  return PyObject_CallMethod(function, "N", "(OO)", item, function);
}

PyObject *unknown_format(PyObject *list, const char *format) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: on some paths the value is already owned
  if (item == NULL)
    return NULL;
  return Py_BuildValue(format, item);
}

PyObject *borrowed_given(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: on some paths the value is already owned
  if (item == NULL)
    return NULL;
  return Py_BuildValue("N", item);
}
