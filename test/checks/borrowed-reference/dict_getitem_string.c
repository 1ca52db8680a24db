// also: c++
#include <Python.h>

PyObject *name_of(PyObject *dict) {
  PyObject *name = PyDict_GetItemString(dict, "__name__"); // warn: 'PyDict_GetItemString' returns a reference borrowed from 'dict'
  if (name == NULL || !PyUnicode_Check(name)) { // note: used here
    PyErr_SetString(PyExc_TypeError, "no name");
    return NULL;
  }
  Py_INCREF(name);
  return name;
}

int set_from(PyObject *to, PyObject *from) {
  PyObject *value = PyDict_GetItemString(from, "value"); // warn: borrowed from 'from'
  if (value == NULL)
    return 0;
  return PyDict_SetItemString(to, "value", value);
}
