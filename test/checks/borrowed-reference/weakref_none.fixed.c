// also: c++
#include <Python.h>

// None for "dead" becomes NULL, and so do the tests for it.
int alive(PyObject *ref) {
  PyObject *object;
  PyWeakref_GetRef(ref, &object); // warn: borrowed from 'ref'
  if (object != NULL) {
    int result = PyObject_IsTrue(object);
    Py_DECREF(object);
    return result;
  }
  return -1;
}

PyObject *none_first(PyObject *ref) {
  PyObject *object;
  PyWeakref_GetRef(ref, &object); // warn: borrowed from 'ref'
  if (NULL == object)
    Py_RETURN_NONE;
  return object;
}

int in_a_loop(PyObject *refs) {
  int found = 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(refs); i++) {
    PyObject *object;
    PyWeakref_GetRef(PyTuple_GET_ITEM(refs, i), &object); // warn: 'PyWeakref_GetObject'
    if (object == NULL)
      continue;
    found += PyObject_IsTrue(object);
    Py_DECREF(object);
  }
  return found;
}

PyObject *twice(PyObject *ref) {
  PyObject *object;
  PyWeakref_GetRef(ref, &object); // warn: borrowed from 'ref'
  if (object == NULL)
    PyErr_SetString(PyExc_ReferenceError, "gone");
  PyObject *text = object == NULL ? NULL : PyObject_Str(object);
  Py_XDECREF(object);
  return text;
}
