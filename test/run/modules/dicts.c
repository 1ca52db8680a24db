// Looking things up in a dictionary that others can see.

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

// The value, or a default.
static PyObject *get(PyObject *self, PyObject *args) {
  PyObject *dict, *key, *fallback = Py_None;
  if (!PyArg_ParseTuple(args, "OO|O", &dict, &key, &fallback))
    return NULL;
  PyObject *value = PyDict_GetItem(dict, key);
  if (value == NULL)
    value = fallback;
  Py_INCREF(value);
  return value;
}

// The value, or KeyError.
static PyObject *require(PyObject *self, PyObject *args) {
  PyObject *dict, *key, *value;
  if (!PyArg_ParseTuple(args, "OO", &dict, &key))
    return NULL;
  if ((value = PyDict_GetItemWithError(dict, key)) == NULL) {
    if (!PyErr_Occurred())
      PyErr_SetObject(PyExc_KeyError, key);
    return NULL;
  }
  Py_INCREF(value);
  return value;
}

// str(dict[key]), with everything that can go wrong.
static PyObject *as_text(PyObject *self, PyObject *args) {
  PyObject *dict, *key;
  if (!PyArg_ParseTuple(args, "OO", &dict, &key))
    return NULL;
  PyObject *value = PyDict_GetItemWithError(dict, key);
  if (!value) {
    if (PyErr_Occurred())
      return NULL;
    Py_RETURN_NONE;
  }
  return PyObject_Str(value); /* the usual case */
}

// True, False, or None when there is nothing.
static PyObject *truth(PyObject *self, PyObject *args) {
  PyObject *dict;
  const char *name;
  if (!PyArg_ParseTuple(args, "Os", &dict, &name))
    return NULL;
  PyObject *value = PyDict_GetItemString(dict, name);
  if (!value)
    Py_RETURN_NONE;
  int result = PyObject_IsTrue(value);
  if (result < 0)
    return NULL;
  if (result)
    Py_RETURN_TRUE;
  Py_RETURN_FALSE;
}

// The sum of the values of some keys; stops at None.
static PyObject *total(PyObject *self, PyObject *args) {
  PyObject *dict, *keys;
  long sum = 0;
  if (!PyArg_ParseTuple(args, "OO!", &dict, &PyTuple_Type, &keys))
    return NULL;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keys); i++) {
    PyObject *value = PyDict_GetItem(dict, PyTuple_GET_ITEM(keys, i));
    if (value == NULL)
      continue;
    if (value == Py_None)
      break;
    long one = PyLong_AsLong(value);
    if (one == -1 && PyErr_Occurred())
      return NULL;
    sum += one;
  }
  return PyLong_FromLong(sum);
}

// dict[outer][inner]
static PyObject *nested(PyObject *self, PyObject *args) {
  PyObject *dict;
  const char *outer, *inner;
  if (!PyArg_ParseTuple(args, "Oss", &dict, &outer, &inner))
    return NULL;
  PyObject *section = PyDict_GetItemString(dict, outer);
  if (section == NULL || !PyDict_Check(section)) {
    PyErr_Format(PyExc_LookupError, "no section '%s'", outer);
    return NULL;
  }
  PyObject *value = PyDict_GetItemString(section, inner);
  if (value == NULL) {
    PyErr_Format(PyExc_LookupError, "no '%s' in %R", inner, section);
    return NULL;
  }
  return Py_NewRef(value);
}

// Two values of a dictionary, as a tuple.
static PyObject *two(PyObject *self, PyObject *args) {
  PyObject *dict, *a, *b;
  if (!PyArg_ParseTuple(args, "OOO", &dict, &a, &b))
    return NULL;
  PyObject *first = PyDict_GetItem(dict, a);
  PyObject *second = PyDict_GetItem(dict, b);
  if (!first || !second) {
    PyErr_SetString(PyExc_KeyError, "one of the two");
    return NULL;
  }
  return PyTuple_Pack(2, first, second);
}

// Takes a value out: the dictionary may lose the last reference to it.
static PyObject *pop(PyObject *self, PyObject *args) {
  PyObject *dict, *key;
  if (!PyArg_ParseTuple(args, "OO", &dict, &key))
    return NULL;
  PyObject *value = PyDict_GetItemWithError(dict, key);
  if (value == NULL) {
    if (!PyErr_Occurred())
      PyErr_SetString(PyExc_KeyError, "nothing to pop");
    return NULL;
  }
  Py_INCREF(value);
  if (PyDict_DelItem(dict, key) < 0) {
    Py_DECREF(value);
    return NULL;
  }
  return value;
}

// How many of the names are there.
static PyObject *known(PyObject *self, PyObject *args) {
  PyObject *dict, *names;
  long count = 0;
  if (!PyArg_ParseTuple(args, "OO!", &dict, &PyTuple_Type, &names))
    return NULL;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++)
    if (PyDict_GetItem(dict, PyTuple_GET_ITEM(names, i)))
      count++;
  return PyLong_FromLong(count);
}

// What is made where nothing was found, or something else.
static PyObject *inner(PyObject *self, PyObject *args) {
  PyObject *dict, *key;
  if (!PyArg_ParseTuple(args, "OO", &dict, &key))
    return NULL;
  PyObject *found = PyDict_GetItem(dict, key);
  if (found == NULL || !PyDict_Check(found)) {
    found = PyDict_New();
    if (!found || PyDict_SetItem(dict, key, found) < 0) {
      Py_XDECREF(found);
      return NULL;
    }
    Py_DECREF(found);
  }
  return PyObject_Str(found);
}

static PyMethodDef methods[] = {
    {"inner", inner, METH_VARARGS, NULL},
    {"get", get, METH_VARARGS, NULL},         {"require", require, METH_VARARGS, NULL},
    {"as_text", as_text, METH_VARARGS, NULL}, {"truth", truth, METH_VARARGS, NULL},
    {"total", total, METH_VARARGS, NULL},     {"nested", nested, METH_VARARGS, NULL},
    {"two", two, METH_VARARGS, NULL},         {"pop", pop, METH_VARARGS, NULL},
    {"known", known, METH_VARARGS, NULL},     {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "dicts", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_dicts(void) { return PyModule_Create(&definition); }
