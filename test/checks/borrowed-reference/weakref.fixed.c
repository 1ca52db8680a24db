// also: c++
#include <Python.h>

PyObject *referent(PyObject *ref) {
  PyObject *object;
  PyWeakref_GetRef(ref, &object); // warn: 'PyWeakref_GetObject' returns a reference borrowed from 'ref'
  if (object == NULL)
    return PyErr_Format(PyExc_ReferenceError, "gone");
  return object;
}

PyObject *repr(PyObject *ref) {
  PyObject *object;
  PyWeakref_GetRef(ref, &object); // warn: 'PyWeakref_GET_OBJECT' returns a reference borrowed from 'ref'
  if (object == NULL)
    return PyUnicode_FromString("dead");
  PyObject *result = PyObject_Repr(object);
  Py_DECREF(object);
  return result;
}
