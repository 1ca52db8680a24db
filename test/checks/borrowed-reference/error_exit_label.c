// also: c++
#include <Python.h>

int pair_added(PyObject *key, PyObject *value);

// The label releases what each variable owns, and nothing is put into one that
// is not its own by the next statement.
int pairs(PyObject *argument) {
  PyObject *key = NULL, *value = NULL, *item = NULL, *iter = PyObject_GetIter(argument);
  if (iter == NULL)
    return -1;
  while ((item = PyIter_Next(iter)) != NULL) {
    if (!PyList_CheckExact(item) || PyList_GET_SIZE(item) != 2)
      goto invalid;
    key = PyList_GET_ITEM(item, 0); // warn: borrowed from 'item' // review: leaves the function
    Py_INCREF(key);
    value = PyList_GET_ITEM(item, 1); // warn: borrowed from 'item' // review: leaves the function
    Py_INCREF(value);
    if (pair_added(key, value) < 0)
      goto fail;
    Py_CLEAR(key);
    Py_CLEAR(value);
    Py_CLEAR(item);
  }
  Py_DECREF(iter);
  return PyErr_Occurred() ? -1 : 0;
invalid:
  PyErr_SetString(PyExc_TypeError, "no pair");
  goto fail;
fail:
  Py_XDECREF(key);
  Py_XDECREF(value);
  Py_XDECREF(item);
  Py_DECREF(iter);
  return -1;
}

// What is put into 'key' is not its own while the item is looked up.
int taken_too_late(PyObject *argument, PyObject *list) {
  PyObject *key = NULL, *value = NULL;
  PyObject *text = PyObject_Str(argument);
  if (text == NULL)
    return -1;
  if (!PyTuple_CheckExact(argument) || PyTuple_GET_SIZE(argument) != 2)
    goto fail;
  key = PyTuple_GET_ITEM(argument, 0);
  value = PyList_GET_ITEM(list, 1); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  Py_INCREF(key);
  Py_INCREF(value);
  if (pair_added(key, value) < 0)
    goto fail;
  Py_DECREF(key);
  Py_DECREF(value);
  Py_DECREF(text);
  return 0;
fail:
  Py_XDECREF(key);
  Py_XDECREF(value);
  Py_DECREF(text);
  return -1;
}

// What is returned behind the label says so.
int all_of(PyObject *list, PyObject *type) {
  if (!PyList_Check(list)) {
    PyErr_SetString(PyExc_TypeError, "no list");
    goto finish;
  }
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(type); i++) {
    PyObject *item = PyList_GetItem(list, i); // warn: borrowed from 'list' // review: leaves the function
    if (!PyObject_IsInstance(item, type)) {
      PyErr_SetString(PyExc_TypeError, "another type");
      goto finish;
    }
  }
finish:
  return PyErr_Occurred() ? -1 : 0;
}
