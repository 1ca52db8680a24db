// also: c++
#include <Python.h>

// None is passed on as a value.
PyObject *passed_on(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref' // no fix: a dead weak reference is NULL for the new call and None for the old one
  Py_XINCREF(object);
  return object;
}

PyObject *printed(PyObject *ref) {
  PyObject *object = PyWeakref_GET_OBJECT(ref); // warn: borrowed from 'ref' // no fix: a dead weak reference is NULL for the new call and None for the old one
  return PyObject_Repr(object);
}

// NULL meant an error, and nothing else.
PyObject *tells_apart(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref' // no fix: a dead weak reference is NULL for the new call and None for the old one
  if (object == NULL)
    return NULL;
  if (object == Py_None)
    return PyErr_Format(PyExc_ReferenceError, "gone");
  Py_INCREF(object);
  return object;
}

PyObject *not_null(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref' // no fix: a dead weak reference is NULL for the new call and None for the old one
  if (object && object != Py_None)
    return PyObject_Str(object);
  return NULL;
}
