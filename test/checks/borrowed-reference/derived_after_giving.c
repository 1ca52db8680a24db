// What hangs on an object that was given away or released lives by somebody
// else's reference.

#include <Python.h>

PyObject *given(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL)
    return NULL;
  const char *text = PyUnicode_AsUTF8(item);
  Py_INCREF(item);
  PyObject *pair = Py_BuildValue("(N)", item);
  Py_XDECREF(pair);
  return PyUnicode_FromString(text);
}

PyObject *released(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL)
    return NULL;
  Py_INCREF(item);
  const char *text = PyUnicode_AsUTF8(item);
  const char *rest = text + 1;
  Py_DECREF(item);
  return PyUnicode_FromString(rest);
}

PyObject *used_before(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  Py_INCREF(item);
  const char *text = PyUnicode_AsUTF8(item);
  PyObject *copy = PyUnicode_FromString(text);
  Py_DECREF(item);
  return copy;
}
