// also: c++
#include <Python.h>

// The check proves nothing where it failed, or after the join.
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
  return PyObject_Str(PySequence_Fast_GET_ITEM(any, 0)); // warn: 'PySequence_Fast_GET_ITEM' // no fix: the call is nested
}

PyObject *or_a_list(PyObject *any) {
  if (!PyTuple_Check(any) && !PyList_Check(any))
    return NULL;
  return PyObject_Str(PySequence_Fast_GET_ITEM(any, 0)); // warn: 'PySequence_Fast_GET_ITEM' // no fix: the call is nested
}

PyObject *assigned_again(PyObject *any, PyObject *other) {
  if (!PyTuple_Check(any))
    return NULL;
  any = other;
  return PyObject_Str(PySequence_Fast_GET_ITEM(any, 0)); // warn: 'PySequence_Fast_GET_ITEM' // no fix: the call is nested
}

PyObject *another_object(PyObject *any, PyObject *other) {
  if (!PyTuple_Check(other))
    return NULL;
  return PyObject_Str(PySequence_Fast_GET_ITEM(any, 0)); // warn: 'PySequence_Fast_GET_ITEM' // no fix: the call is nested
}
