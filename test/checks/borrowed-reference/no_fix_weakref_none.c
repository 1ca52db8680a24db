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

// NULL meant an error, and nothing else: asked too late.
PyObject *asked_late(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref' // no fix: a dead weak reference is NULL for the new call and None for the old one
  if (object == Py_None)
    Py_RETURN_NONE;
  if (object == NULL)
    return NULL;
  return PyObject_Str(object);
}

// The condition asks for more.
PyObject *asks_more(PyObject *ref, int wanted) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref' // no fix: a dead weak reference is NULL for the new call and None for the old one
  if (object == NULL && wanted)
    return NULL;
  if (object == Py_None)
    Py_RETURN_NONE;
  return PyObject_Str(object);
}

// The first call is only compared, so it stays, and its None with it.
PyObject *two_calls(PyObject *ref, PyObject *other) {
  PyObject *object;
  if ((object = PyWeakref_GetObject(ref)) == NULL)
    return NULL;
  if (object == Py_None)
    return Py_NewRef(other);
  object = PyWeakref_GetObject(ref); // warn: 'PyWeakref_GetObject' // no fix: None for the old one
  if (object == Py_None) {
    Py_RETURN_TRUE;
  }
  return Py_NewRef(object);
}
