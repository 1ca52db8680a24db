// also: c++
#include <Python.h>

// The body gets braces for the new variable.
Py_ssize_t total(PyObject *list, Py_ssize_t count) {
  Py_ssize_t length = 0;
  for (Py_ssize_t i = 0; i < count; i++)
    length += PyBytes_Size(PyList_GetItem(list, i)); // warn: borrowed from 'list'
  return length;
}

int one_line(PyObject *list, int wanted) {
  int found = 0;
  if (wanted) found = PyObject_IsTrue(PyList_GetItem(list, 0)); // warn: borrowed from 'list'
  else found = 3;
  return found;
}

PyObject *returned(PyObject *dict, int wanted) {
  if (wanted)
    return PyObject_Str(PyDict_GetItemString(dict, "name")); // warn: borrowed from 'dict'
  else
    return PyObject_Repr(PyDict_GetItemString(dict, "name")); // warn: borrowed from 'dict'
}

int without_else(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value = NULL;
  if (wanted)
    value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  else
    wanted = 1;
  if (value == NULL)
    return -wanted;
  return PyObject_IsTrue(value);
}
