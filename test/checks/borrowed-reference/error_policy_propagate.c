// options: ErrorPolicy=propagate
// also: c++
#include <Python.h>

// The branch for NULL leaves with an error: the lookup's own may go the same way.
PyObject *leaves_with_null(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // review: an error of the lookup is no longer swallowed
  if (value == NULL)
    return NULL;
  return PyObject_Str(value);
}

int leaves_with_minus_one(PyObject *dict) {
  PyObject *value;
  value = PyDict_GetItemString(dict, "value"); // warn: borrowed from 'dict' // review: an error of the lookup is no longer swallowed
  if (!value) {
    return -1;
  }
  return PyObject_IsTrue(value);
}

// Missing is no error here: the error is still cleared.
PyObject *has_a_default(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    Py_RETURN_NONE;
  return PyObject_Str(value);
}

int goes_on(PyObject *dict, PyObject *key) {
  int truth = 0;
  PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  if (value != NULL)
    truth = PyObject_IsTrue(value);
  return truth;
}

// Nothing was swallowed here.
PyObject *with_error(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  return PyObject_Str(value);
}

// What the label returns may be a success.
int jumps(PyObject *dict, PyObject *key) {
  int result = -1;
  PyObject *value;
  value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    goto error;
  result = PyObject_IsTrue(value);
error:
  return result;
}
