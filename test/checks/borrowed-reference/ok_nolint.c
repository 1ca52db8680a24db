// also: c++
#include <Python.h>

PyObject *on_the_line(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // NOLINT(freethreading-borrowed-reference)
  Py_XINCREF(item);
  return item;
}

PyObject *next_line(PyObject *list) {
  // NOLINTNEXTLINE(freethreading-*)
  PyObject *item = PyList_GetItem(list, 0);
  Py_XINCREF(item);
  return item;
}

// NumPy's comments.
PyObject *numpy_ok(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // noqa: borrowed-ref OK
  Py_XINCREF(value);
  return value;
}

PyObject *numpy_manual(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); /* noqa: borrowed-ref - manual fix needed */
  Py_XINCREF(value);
  return value;
}
