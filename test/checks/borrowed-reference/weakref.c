// also: c++
#include <Python.h>

PyObject *referent(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: 'PyWeakref_GetObject' returns a reference borrowed from 'ref' that another thread may free before its last use; use 'PyWeakref_GetRef' (Python 3.13 or pythoncapi_compat.h)
  if (object == Py_None)
    return PyErr_Format(PyExc_ReferenceError, "gone");
  Py_INCREF(object); // note: used here while still borrowed
  return object;
}

PyObject *repr(PyObject *ref) {
  PyObject *object = PyWeakref_GET_OBJECT(ref); // warn: 'PyWeakref_GET_OBJECT' returns a reference borrowed from 'ref'
  if (object == Py_None)
    return PyUnicode_FromString("dead");
  return PyObject_Repr(object);
}
