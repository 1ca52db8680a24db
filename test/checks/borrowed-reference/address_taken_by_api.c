// also: c++
#include <Python.h>

// The API writes an argument there, and keeps no address.
PyObject *parsed(PyObject *self, PyObject *args, PyObject *dict) {
  PyObject *value;
  if (!PyArg_ParseTuple(args, "O", &value))
    return NULL;
  value = PyDict_GetItemWithError(dict, value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  return PyObject_Str(value);
}
