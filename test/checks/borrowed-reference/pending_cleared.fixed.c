#include <Python.h>

// What Py_CLEAR leaves is no failed call's answer.
PyObject *last_of(PyObject *names, PyObject *dict) {
  if (!PyTuple_Check(names))
    Py_RETURN_NONE;
  PyObject *part = NULL;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
    if (part == NULL) {
      PyObject *found;
      if (PyDict_GetItemRef(dict, PyTuple_GET_ITEM(names, i), &found) < 0) {
        PyErr_Clear();
      } // warn: borrowed from 'dict'
      if (found != NULL) {
        PyObject *result = PyObject_Str(found);
        Py_DECREF(found);
        return result;
      }
    }
    part = PyObject_Str(PyTuple_GET_ITEM(names, i));
    if (part == NULL)
      return NULL;
    Py_CLEAR(part);
  }
  Py_RETURN_NONE;
}

// Nor is what failed before the error was cleared.
PyObject *unwrapped(PyObject *start, PyObject *known, PyObject *name) {
  PyObject *inner = NULL;
  for (int i = 0; i < 3; i++) {
    if (inner == NULL) {
      PyObject *found;
      if (PyDict_GetItemRef(known, name, &found) < 0) {
        PyErr_Clear();
      } // warn: borrowed from 'known'
      if (found != NULL) {
        PyObject *result = PyObject_Str(found);
        Py_DECREF(found);
        return result;
      }
    }
    Py_XDECREF(inner);
    inner = PyObject_GetAttr(start, name);
    if (inner == NULL)
      PyErr_Clear();
  }
  Py_XDECREF(inner);
  Py_RETURN_NONE;
}
