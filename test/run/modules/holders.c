// Several references held at once, given away, and parts of what is held.

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

// Opens one thing with another: a classic clean-up label.
static PyObject *connect(PyObject *self, PyObject *config) {
  PyObject *host, *port, *opener;
  PyObject *address = NULL, *result = NULL;

  host = PyDict_GetItemString(config, "host");
  if (host == NULL) {
    PyErr_SetString(PyExc_KeyError, "host");
    goto done;
  }
  port = PyDict_GetItemString(config, "port");
  if (port == NULL) {
    PyErr_SetString(PyExc_KeyError, "port");
    goto done;
  }
  address = PyUnicode_FromFormat("%S:%S", host, port);
  if (address == NULL)
    goto done;
  opener = PyDict_GetItemString(config, "opener");
  if (opener == NULL || opener == Py_None) {
    result = Py_NewRef(address);
    goto done;
  }
  result = PyObject_CallFunctionObjArgs(opener, address, NULL);

done:
  Py_XDECREF(address);
  return result;
}

// The same with the references taken at once and released at the label.
static PyObject *merge(PyObject *self, PyObject *args) {
  PyObject *left, *right, *key;
  PyObject *a = NULL, *b = NULL, *sum = NULL;
  if (!PyArg_ParseTuple(args, "OOO", &left, &right, &key))
    return NULL;
  a = PyDict_GetItemWithError(left, key);
  if (a == NULL)
    goto fail;
  Py_INCREF(a);
  b = PyDict_GetItemWithError(right, key);
  if (b == NULL)
    goto fail;
  Py_INCREF(b);
  sum = PyNumber_Add(a, b);
fail:
  if (sum == NULL && !PyErr_Occurred())
    PyErr_SetString(PyExc_KeyError, "in one of them");
  Py_XDECREF(a);
  Py_XDECREF(b);
  return sum;
}

// A tuple that takes the references over.
static PyObject *gather(PyObject *self, PyObject *args) {
  PyObject *dict, *keys;
  if (!PyArg_ParseTuple(args, "OO!", &dict, &PyTuple_Type, &keys))
    return NULL;
  Py_ssize_t size = PyTuple_GET_SIZE(keys);
  PyObject *result = PyTuple_New(size);
  if (result == NULL)
    return NULL;
  for (Py_ssize_t i = 0; i < size; i++) {
    PyObject *value = PyDict_GetItemWithError(dict, PyTuple_GET_ITEM(keys, i));
    if (value == NULL) {
      if (PyErr_Occurred()) {
        Py_DECREF(result);
        return NULL;
      }
      value = Py_None;
    }
    Py_INCREF(value);
    PyTuple_SET_ITEM(result, i, value);
  }
  return result;
}

// Moves an item from a list into a dictionary that steals nothing.
static PyObject *file_under(PyObject *self, PyObject *args) {
  PyObject *list, *dict;
  if (!PyArg_ParseTuple(args, "OO", &list, &dict))
    return NULL;
  PyObject *item = PyList_GetItem(list, 0);
  if (item == NULL)
    return NULL;
  PyObject *name = PyObject_Repr(item);
  if (name == NULL)
    return NULL;
  if (PyDict_SetItem(dict, name, item) < 0) {
    Py_DECREF(name);
    return NULL;
  }
  return Py_BuildValue("(NO)", name, item);
}

// The parts of a point live as long as the point: a pair in a dictionary.
static PyObject *scaled(PyObject *self, PyObject *args) {
  PyObject *points, *name;
  double factor;
  if (!PyArg_ParseTuple(args, "OOd", &points, &name, &factor))
    return NULL;
  PyObject *point = PyDict_GetItemWithError(points, name);
  if (point == NULL) {
    if (!PyErr_Occurred())
      PyErr_Format(PyExc_LookupError, "no point %R", name);
    return NULL;
  }
  if (!PyTuple_Check(point) || PyTuple_GET_SIZE(point) != 2) {
    PyErr_SetString(PyExc_TypeError, "a pair, please");
    return NULL;
  }
  PyObject *x = PyTuple_GET_ITEM(point, 0);
  PyObject *y = PyTuple_GET_ITEM(point, 1);
  double dx = PyFloat_AsDouble(x);
  if (dx == -1.0 && PyErr_Occurred())
    return NULL;
  double dy = PyFloat_AsDouble(y);
  if (dy == -1.0 && PyErr_Occurred())
    return NULL;
  return Py_BuildValue("dd", dx * factor, dy * factor);
}

// The text belongs to the object in the dictionary.
static PyObject *shout(PyObject *self, PyObject *args) {
  PyObject *dict, *key;
  if (!PyArg_ParseTuple(args, "OO", &dict, &key))
    return NULL;
  PyObject *value = PyDict_GetItem(dict, key);
  if (value == NULL || !PyUnicode_Check(value))
    Py_RETURN_NONE;
  Py_ssize_t size;
  const char *text = PyUnicode_AsUTF8AndSize(value, &size);
  if (text == NULL)
    return NULL;
  PyObject *loud = PyUnicode_FromFormat("%s! (%zd)", text, size);
  if (loud == NULL)
    return NULL;
  if (PyDict_SetItem(dict, key, loud) < 0) {
    Py_DECREF(loud);
    return NULL;
  }
  return loud;
}

// One variable for several look-ups.
static PyObject *either(PyObject *self, PyObject *args) {
  PyObject *dict, *first, *second, *value;
  if (!PyArg_ParseTuple(args, "OOO", &dict, &first, &second))
    return NULL;
  value = PyDict_GetItem(dict, first);
  if (value == NULL)
    value = PyDict_GetItem(dict, second);
  if (value == NULL)
    Py_RETURN_NONE;
  return Py_BuildValue("O", value);
}

// What kind of thing a value is.
static PyObject *kind(PyObject *self, PyObject *args) {
  PyObject *dict, *key;
  int detail;
  if (!PyArg_ParseTuple(args, "OOi", &dict, &key, &detail))
    return NULL;
  PyObject *value = PyDict_GetItemWithError(dict, key);
  if (value == NULL)
    return PyErr_Occurred() ? NULL : PyUnicode_FromString("nothing");
  switch (detail) {
  case 0:
    if (PyLong_Check(value))
      return PyUnicode_FromString("number");
    return PyUnicode_FromString("other");
  case 1:
    if (PyUnicode_Check(value)) {
      return PyUnicode_FromFormat("text %U", value);
    }
    /* fall through */
  case 2:
    return PyObject_Repr(value);
  default:
    break;
  }
  return PyObject_Type(value);
}

static PyMethodDef methods[] = {
    {"connect", connect, METH_O, NULL},         {"merge", merge, METH_VARARGS, NULL},
    {"gather", gather, METH_VARARGS, NULL},     {"file_under", file_under, METH_VARARGS, NULL},
    {"scaled", scaled, METH_VARARGS, NULL},     {"shout", shout, METH_VARARGS, NULL},
    {"either", either, METH_VARARGS, NULL},     {"kind", kind, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "holders", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_holders(void) { return PyModule_Create(&definition); }
