// also: c++
#include <Python.h>

PyObject *found_or_error(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: 'PyDict_GetItemWithError' returns a reference borrowed from 'dict'
  if (value == NULL) {
    if (!PyErr_Occurred())
      PyErr_SetObject(PyExc_KeyError, key);
    return NULL;
  }
  PyObject *result = PyNumber_Absolute(value);
  Py_DECREF(value);
  return result;
}

int is_true(PyObject *dict, PyObject *key) {
  PyObject *flag;
  PyDict_GetItemRef(dict, key, &flag); // warn: borrowed from 'dict'
  if (flag == NULL)
    return PyErr_Occurred() ? -1 : 0;
  int result = PyObject_IsTrue(flag);
  Py_DECREF(flag);
  return result;
}
