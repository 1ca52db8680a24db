// also: c++
#include <Python.h>

// The API writes an argument there, and keeps no address.
PyObject *parsed(PyObject *self, PyObject *args, PyObject *dict) {
  PyObject *value;
  if (!PyArg_ParseTuple(args, "O", &value))
    return NULL;
  PyDict_GetItemRef(dict, value, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result;
}
