// also: c++
#include <Python.h>

// The test for NULL asks for a failure of the call from now on.
PyObject *tells_apart(PyObject *ref) {
  PyObject *object; // warn: borrowed from 'ref'
  if (PyWeakref_GetRef(ref, &object) < 0)
    return NULL;
  if (object == NULL)
    return PyErr_Format(PyExc_ReferenceError, "gone");
  return object;
}

PyObject *assigned(PyObject *ref) {
  PyObject *object;
  // warn: borrowed from 'ref'
  // Not a weak reference at all.
  if (PyWeakref_GetRef(ref, &object) < 0) {
    PyErr_Clear();
    Py_RETURN_FALSE;
  } else if (object == NULL) {
    Py_RETURN_NONE;
  }
  PyObject *result = PyObject_Str(object);
  Py_DECREF(object);
  return result;
}

PyObject *in_the_condition(PyObject *ref) {
  PyObject *object;
  if (PyWeakref_GetRef(ref, &object) < 0) { // warn: borrowed from 'ref'
    PyErr_SetString(PyExc_SystemError, "no weak reference");
    goto error;
  }
  if (NULL == object) {
    PyErr_SetString(PyExc_ReferenceError, "gone");
    goto error;
  }
  return object;
error:
  return NULL;
}

int when_there(PyObject *ref) {
  int result = -2;
  PyObject *object;
  if (PyWeakref_GetRef(ref, &object) >= 0) { // warn: borrowed from 'ref'
    if (object != NULL)
      result = PyObject_IsTrue(object);
    else
      result = 7;
  }
  Py_XDECREF(object);
  return result;
}

// One test for both: so is the new one.
PyObject *not_null(PyObject *ref) {
  PyObject *object;
  PyWeakref_GetRef(ref, &object); // warn: borrowed from 'ref'
  if (object != NULL) {
    PyObject *result = PyObject_Str(object);
    Py_DECREF(object);
    return result;
  }
  PyErr_Clear();
  Py_RETURN_NONE;
}

PyObject *either(PyObject *ref) {
  PyObject *object;
  PyWeakref_GetRef(ref, &object); // warn: borrowed from 'ref'
  if (object == NULL) {
    PyErr_Clear();
    Py_RETURN_NONE;
  }
  PyObject *result = PyObject_Str(object);
  Py_DECREF(object);
  return result;
}
