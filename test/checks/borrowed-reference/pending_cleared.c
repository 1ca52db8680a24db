#include <Python.h>

// What Py_CLEAR leaves is no failed call's answer.
PyObject *last_of(PyObject *names, PyObject *dict) {
  if (!PyTuple_Check(names))
    Py_RETURN_NONE;
  PyObject *part = NULL;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
    if (part == NULL) {
      PyObject *found = PyDict_GetItem(dict, PyTuple_GET_ITEM(names, i)); // warn: borrowed from 'dict'
      if (found != NULL)
        return PyObject_Str(found);
    }
    part = PyObject_Str(PyTuple_GET_ITEM(names, i));
    if (part == NULL)
      return NULL;
    Py_CLEAR(part);
  }
  Py_RETURN_NONE;
}
