// also: c++
// Made where the look-up found nothing, put into the container, and released:
// from there on it is as borrowed as what was found.
#include <Python.h>

PyObject *subscribe(PyObject *listeners, PyObject *name, PyObject *cb) {
  PyObject *list;
  PyDict_GetItemRef(listeners, name, &list); // warn: borrowed from 'listeners'
  if (list == NULL) {
    if (PyErr_Occurred())
      return NULL;
    list = PyList_New(0);
    if (list == NULL)
      return NULL;
    if (PyDict_SetItem(listeners, name, list) < 0) {
      Py_DECREF(list);
      return NULL;
    }
  }
  if (PyList_Append(list, cb) < 0) {
    Py_DECREF(list);
    return NULL;
  }
  Py_DECREF(list);
  Py_RETURN_NONE;
}

// The two ways do not meet: what is made is used up where it is made.
PyObject *describe(PyObject *texts, PyObject *key) {
  PyObject *text;
  PyDict_GetItemRef(texts, key, &text); // warn: borrowed from 'texts'
  if (text == NULL) {
    if (PyErr_Occurred())
      return NULL;
    text = PyObject_Str(key);
    if (text == NULL)
      return NULL;
    Py_ssize_t length = PyObject_Length(text);
    Py_DECREF(text);
    return PyLong_FromSsize_t(length);
  }
  PyObject *result = PyLong_FromSsize_t(PyObject_Length(text));
  Py_DECREF(text);
  return result;
}
