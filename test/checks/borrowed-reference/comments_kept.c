// also: c++
#include <Python.h>

PyObject *around_the_lookup(PyObject *dict, PyObject *key) {
  /* borrowed */
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  /* must exist */
  if (value == NULL) { // no such key
    return NULL;
  } /* exists */
  /* own it */
  Py_INCREF(value); /* new reference */
  return value; // done
}

int inside_the_call(PyObject *dict /* shared */, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(/* from */ dict, /* by */ key); // warn: borrowed from
  if (value == NULL)
    return -1;
  int result = PyObject_IsTrue(value); /* may fail */
  // The result is a truth value.
  return result;
}

int over_lines(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, // warn: borrowed from 'dict'
                                            key); // the key
  if (value == NULL)
    return -1;
  return PyObject_RichCompareBool(value, // left
                                  key,   // right
                                  Py_EQ);
}
