// also: c++
#include <Python.h>

static PyObject *registry;

static PyObject *make(PyObject *value) { return PySequence_List(value); }

// New on one way only.
PyObject *one_way(PyObject *value, PyObject *given) {
  PyObject *list;
  if (PyDict_Check(value))
    list = make(value);
  else
    list = given;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  PyObject *result = PyObject_Str(item);
  Py_XDECREF(item);
  return result;
}

// New on both, but another name publishes one of them.
PyObject *other_name(PyObject *value) {
  PyObject *list, *kept = NULL;
  if (PyDict_Check(value))
    list = kept = make(value);
  else
    list = PyList_New(1);
  if (kept && PyDict_SetItem(registry, value, kept) < 0)
    return NULL;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *result = PyObject_Str(item);
  Py_DECREF(item);
  return result;
}
