// also: c++
#include <Python.h>

// Looks in a chain of scopes.
static PyObject *find(PyObject *scopes, Py_ssize_t depth, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(PyTuple_GET_ITEM(scopes, depth), key); // warn: 'PyDict_GetItemWithError' // no fix: the function returns the reference as borrowed
  if (value == NULL && depth > 0)
    return find(scopes, depth - 1, key); // warn: 'find' returns a reference borrowed // no fix: a function of this file returns the reference as borrowed
  return value;
}

PyObject *use(PyObject *scopes, PyObject *key) {
  PyObject *value = find(scopes, PyTuple_GET_SIZE(scopes) - 1, key); // warn: 'find' returns a reference borrowed // no fix: a function of this file returns the reference as borrowed
  Py_XINCREF(value);
  return value;
}

static PyObject *odd(PyObject *dict, Py_ssize_t n);
static PyObject *even(PyObject *dict, Py_ssize_t n) {
  return n ? odd(dict, n - 1) : PyDict_GetItemString(dict, "even"); // warn: 'odd' // no fix: the function returns the reference as borrowed // warn: 'PyDict_GetItemString' // no fix: the function returns the reference as borrowed
}
static PyObject *odd(PyObject *dict, Py_ssize_t n) {
  return n ? even(dict, n - 1) : NULL; // warn: 'even' // no fix: a function of this file
}

PyObject *mutual(PyObject *dict) {
  PyObject *value = odd(dict, 7); // warn: 'odd' // no fix: a function of this file
  Py_XINCREF(value);
  return value;
}
