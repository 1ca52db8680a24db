// also: c++
#include <Python.h>

// The test for NULL asks for a failure of the call from now on.
PyObject *tells_apart(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref'
  if (object == NULL)
    return NULL;
  if (object == Py_None)
    return PyErr_Format(PyExc_ReferenceError, "gone");
  Py_INCREF(object);
  return object;
}

PyObject *assigned(PyObject *ref) {
  PyObject *object;
  object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref'
  // Not a weak reference at all.
  if (!object) {
    PyErr_Clear();
    Py_RETURN_FALSE;
  } else if (object == Py_None) {
    Py_RETURN_NONE;
  }
  return PyObject_Str(object);
}

PyObject *in_the_condition(PyObject *ref) {
  PyObject *object;
  if (!(object = PyWeakref_GetObject(ref))) { // warn: borrowed from 'ref'
    PyErr_SetString(PyExc_SystemError, "no weak reference");
    goto error;
  }
  if (Py_None == object) {
    PyErr_SetString(PyExc_ReferenceError, "gone");
    goto error;
  }
  Py_INCREF(object);
  return object;
error:
  return NULL;
}

int when_there(PyObject *ref) {
  int result = -2;
  PyObject *object;
  if ((object = PyWeakref_GetObject(ref)) != NULL) { // warn: borrowed from 'ref'
    if (object != Py_None)
      result = PyObject_IsTrue(object);
    else
      result = 7;
  }
  return result;
}

// One test for both: so is the new one.
PyObject *not_null(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref'
  if (object && object != Py_None)
    return PyObject_Str(object);
  PyErr_Clear();
  Py_RETURN_NONE;
}

PyObject *either(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref'
  if (object == NULL || object == Py_None) {
    PyErr_Clear();
    Py_RETURN_NONE;
  }
  return PyObject_Str(object);
}
