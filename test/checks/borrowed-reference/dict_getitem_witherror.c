// also: c++
#include <Python.h>

PyObject *found_or_error(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: 'PyDict_GetItemWithError' returns a reference borrowed from 'dict'
  if (value == NULL) {
    if (!PyErr_Occurred())
      PyErr_SetObject(PyExc_KeyError, key);
    return NULL;
  }
  return PyNumber_Absolute(value);
}

int is_true(PyObject *dict, PyObject *key) {
  PyObject *flag = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (flag == NULL)
    return PyErr_Occurred() ? -1 : 0;
  int result = PyObject_IsTrue(flag);
  return result;
}
