// also: c++
#include <Python.h>

PyObject *name_of(PyObject *dict) {
  PyObject *name;
  if (PyDict_GetItemStringRef(dict, "__name__", &name) < 0) {
    PyErr_Clear();
  } // warn: 'PyDict_GetItemString' returns a reference borrowed from 'dict'
  if (name == NULL || !PyUnicode_Check(name)) { // note: used here
    PyErr_SetString(PyExc_TypeError, "no name");
    Py_XDECREF(name);
    return NULL;
  }
  return name;
}

int set_from(PyObject *to, PyObject *from) {
  PyObject *value;
  if (PyDict_GetItemStringRef(from, "value", &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'from'
  if (value == NULL)
    return 0;
  int result = PyDict_SetItemString(to, "value", value);
  Py_DECREF(value);
  return result;
}
