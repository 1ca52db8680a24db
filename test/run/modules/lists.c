// Items of a list that others can see.

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

static PyObject *first(PyObject *self, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0);
  if (item == NULL)
    return NULL;
  Py_INCREF(item);
  return item;
}

static PyObject *describe(PyObject *self, PyObject *args) {
  PyObject *list;
  Py_ssize_t index;
  if (!PyArg_ParseTuple(args, "On", &list, &index))
    return NULL;
  PyObject *item = PyList_GetItem(list, index);
  if (!item)
    return NULL;
  PyObject *text = PyObject_Str(item);
  if (!text)
    return NULL;
  PyObject *result = PyUnicode_FromFormat("%zd: %U", index, text);
  Py_DECREF(text);
  return result;
}

// The first item that is a string; None when there is none.
static PyObject *first_string(PyObject *self, PyObject *list) {
  PyObject *found = NULL;
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    PyObject *item = PyList_GetItem(list, i);
    if (item == NULL)
      return NULL;
    if (PyUnicode_Check(item)) {
      found = Py_NewRef(item);
      break;
    }
  }
  if (PyErr_Occurred())
    return NULL;
  if (found == NULL)
    Py_RETURN_NONE;
  return found;
}

// The texts of the items, as long as they have one.
static PyObject *texts(PyObject *self, PyObject *list) {
  PyObject *result = PyList_New(0);
  if (result == NULL)
    return NULL;
  Py_ssize_t size = PyList_Size(list);
  if (size < 0)
    goto error;
  for (Py_ssize_t i = 0; i < size; i++) {
    PyObject *text, *item = PyList_GetItem(list, i);
    if (item == NULL)
      goto error;
    if (item == Py_None)
      continue;
    text = PyObject_Str(item);
    if (text == NULL)
      goto error;
    int failed = PyList_Append(result, text);
    Py_DECREF(text);
    if (failed < 0)
      goto error;
  }
  return result;
error:
  Py_DECREF(result);
  return NULL;
}

// The greatest integer of the list.
static PyObject *greatest(PyObject *self, PyObject *list) {
  long best = 0;
  if (!PyList_Check(list)) {
    PyErr_SetString(PyExc_TypeError, "a list, please");
    return NULL;
  }
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *item = PyList_GET_ITEM(list, i);
    if (!PyLong_Check(item))
      continue;
    long number = PyLong_AsLong(item);
    if (number == -1 && PyErr_Occurred())
      return NULL;
    if (number > best)
      best = number;
  }
  return PyLong_FromLong(best);
}

// Calls each item with the next one.
static PyObject *call_each(PyObject *self, PyObject *list) {
  PyObject *results = PyList_New(0), *function, *result;
  if (!results)
    return NULL;
  for (Py_ssize_t i = 0; i + 1 < PyList_Size(list); i += 2) {
    function = PyList_GetItem(list, i);
    PyObject *argument = PyList_GetItem(list, i + 1);
    if (!function || !argument) {
      Py_DECREF(results);
      return NULL;
    }
    result = PyObject_CallFunctionObjArgs(function, argument, NULL);
    if (!result || PyList_Append(results, result) < 0) {
      Py_XDECREF(result);
      Py_DECREF(results);
      return NULL;
    }
    Py_DECREF(result);
  }
  if (PyErr_Occurred())
    Py_CLEAR(results);
  return results;
}

// What the last item says about itself, with the text borrowed from it.
static PyObject *last_text(PyObject *self, PyObject *list) {
  Py_ssize_t size = PyList_Size(list);
  if (size < 1) {
    if (size == 0)
      PyErr_SetString(PyExc_IndexError, "an empty list");
    return NULL;
  }
  PyObject *item = PyList_GetItem(list, size - 1);
  if (item == NULL)
    return NULL;
  const char *text = PyUnicode_AsUTF8(item);
  if (text == NULL)
    return NULL;
  size_t length = strlen(text);
  return Py_BuildValue("sn", text, (Py_ssize_t)length);
}

static PyMethodDef methods[] = {
    {"first", first, METH_O, NULL},         {"describe", describe, METH_VARARGS, NULL},
    {"first_string", first_string, METH_O, NULL}, {"texts", texts, METH_O, NULL},
    {"greatest", greatest, METH_O, NULL},   {"call_each", call_each, METH_O, NULL},
    {"last_text", last_text, METH_O, NULL}, {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "lists", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_lists(void) { return PyModule_Create(&definition); }
