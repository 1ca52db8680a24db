// also: c++
#include <Python.h>

#define CHECKED(expression)                                                    \
  do {                                                                         \
    if ((expression) == NULL)                                                  \
      return NULL;                                                             \
  } while (0)

#define RETRY(e)                                                               \
  do {                                                                         \
    if ((e) == NULL && (e) == NULL)                                            \
      return NULL;                                                             \
  } while (0)

// Written out by the author, as an argument of a macro that is a statement.
PyObject *checked(PyObject *list) {
  PyObject *item;
  CHECKED(item = PyList_GetItem(list, 0)); // warn: 'PyList_GetItem' returns a reference borrowed from 'list'
  Py_INCREF(item);
  return item;
}

PyObject *with_an_out_parameter(PyObject *dict, PyObject *key) {
  PyObject *value;
  CHECKED(value = PyDict_GetItemWithError(dict, key)); // warn: borrowed from 'dict' // no fix: the call is hidden in a macro
  Py_INCREF(value);
  return value;
}

// Evaluated twice: one new name would make two references.
PyObject *retried(PyObject *list) {
  PyObject *item;
  RETRY(item = PyList_GetItem(list, 0)); // warn: 'PyList_GetItem' // no fix: hidden in a macro
  Py_INCREF(item);
  return item;
}
