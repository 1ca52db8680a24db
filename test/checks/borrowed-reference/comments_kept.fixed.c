// also: c++
#include <Python.h>

PyObject *around_the_lookup(PyObject *dict, PyObject *key) {
  /* borrowed */
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  /* must exist */
  if (value == NULL) { // no such key
    return NULL;
  } /* exists */
  /* own it */
  /* new reference */
  return value; // done
}

int inside_the_call(PyObject *dict /* shared */, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(/* from */ dict, /* by */ key, &value); // warn: borrowed from
  if (value == NULL)
    return -1;
  int result = PyObject_IsTrue(value); /* may fail */
  Py_DECREF(value);
  // The result is a truth value.
  return result;
}

int over_lines(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, // warn: borrowed from 'dict'
                                            key, &value); // the key
  if (value == NULL)
    return -1;
  int result = PyObject_RichCompareBool(value, // left
                                  key,   // right
                                  Py_EQ);
  Py_DECREF(value);
  return result;
}
