// also: c++
#include <Python.h>

static PyObject *first(PyObject *value) {
  if (!PyTuple_Check(value) || PyTuple_GET_SIZE(value) == 0)
    return NULL;
  return PyTuple_GET_ITEM(value, 0);
}

// What the helper gives is borrowed from what was found until its INCREF.
static PyObject *method(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  PyObject *part = first(value);
  if (part == NULL) {
    Py_DECREF(value);
    Py_RETURN_NONE;
  }
  Py_INCREF(part);
  Py_DECREF(value);
  return part;
}

int released(PyObject *dict, PyObject *key) {
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  PyObject *part = first(value);
  Py_XINCREF(part);
  Py_DECREF(value);
  int result = part == NULL ? 0 : PyObject_IsTrue(part);
  Py_XDECREF(part);
  return result;
}

static PyMethodDef methods[] = {
    {"method", method, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
PyMethodDef *table(void) { return methods; }
