// also: c++
#include <Python.h>

// None for "dead" becomes NULL, and so do the tests for it.
int alive(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref'
  if (object != Py_None) {
    return PyObject_IsTrue(object);
  }
  return -1;
}

PyObject *none_first(PyObject *ref) {
  PyObject *object;
  object = PyWeakref_GET_OBJECT(ref); // warn: borrowed from 'ref'
  if (Py_None == object)
    Py_RETURN_NONE;
  Py_INCREF(object);
  return object;
}

int in_a_loop(PyObject *refs) {
  int found = 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(refs); i++) {
    PyObject *object = PyWeakref_GetObject(PyTuple_GET_ITEM(refs, i)); // warn: 'PyWeakref_GetObject'
    if (object == Py_None)
      continue;
    found += PyObject_IsTrue(object);
  }
  return found;
}

PyObject *twice(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref'
  if (object == Py_None)
    PyErr_SetString(PyExc_ReferenceError, "gone");
  PyObject *text = object == Py_None ? NULL : PyObject_Str(object);
  return text;
}
