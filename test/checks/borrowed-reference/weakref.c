// also: c++
#include <Python.h>

PyObject *referent(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: 'PyWeakref_GetObject' returns a reference borrowed from 'ref'
  if (object == Py_None)
    return PyErr_Format(PyExc_ReferenceError, "gone");
  Py_INCREF(object);
  return object;
}

PyObject *repr(PyObject *ref) {
  PyObject *object = PyWeakref_GET_OBJECT(ref); // warn: 'PyWeakref_GET_OBJECT' returns a reference borrowed from 'ref'
  if (object == Py_None)
    return PyUnicode_FromString("dead");
  return PyObject_Repr(object);
}
