// also: c++
#include <Python.h>

// A new 'if' would take the 'else' of the old one.
int dangling(PyObject *dict, PyObject *key, int wanted) {
  PyObject *value = NULL;
  if (wanted)
    value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // no fix: the statement is the unbraced body of another one
  else
    wanted = 1;
  if (value == NULL)
    return -wanted;
  return PyObject_IsTrue(value);
}
