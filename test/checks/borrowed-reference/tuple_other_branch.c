// also: c++
#include <Python.h>

// The check proves nothing where it failed, after the join, or of another object.
PyObject *other_branch(PyObject *any) {
  if (PyTuple_Check(any))
    return PyTuple_GetItem(any, 0);
  PyObject *item = PyList_GetItem(any, 0); // warn: borrowed from 'any'
  Py_XINCREF(item);
  return item;
}

PyObject *after_the_join(PyObject *any) {
  if (PyTuple_Check(any))
    PySys_WriteStdout("a tuple\n");
  PyObject *item = PySequence_Fast_GET_ITEM(any, 0); // warn: borrowed from 'any' // no fix: the strong twin can fail where the old call could not
  Py_INCREF(item);
  return item;
}

PyObject *or_a_list(PyObject *any) {
  if (!PyTuple_Check(any) && !PyList_Check(any))
    return NULL;
  PyObject *item = PySequence_Fast_GET_ITEM(any, 0); // warn: borrowed from 'any' // review: leaves the function
  Py_INCREF(item);
  return item;
}

PyObject *assigned_again(PyObject *any, PyObject *other) {
  if (!PyTuple_Check(any))
    return NULL;
  any = other;
  PyObject *item = PySequence_Fast_GET_ITEM(any, 0); // warn: borrowed from 'any' // review: leaves the function
  Py_INCREF(item);
  return item;
}

PyObject *another_object(PyObject *any, PyObject *other) {
  if (!PyTuple_Check(other))
    return NULL;
  PyObject *item = PySequence_Fast_GET_ITEM(any, 0); // warn: borrowed from 'any' // review: leaves the function
  Py_INCREF(item);
  return item;
}
