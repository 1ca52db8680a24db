// options: MinPython=3.8
// compat: path
#include <Python.h>
#include "pythoncapi_compat.h"

static PyObject *registry, *entry;

int release_last(PyObject *key) {
  /* Nothing else to do when it is shared: the entry would stay for ever. */
  if (PyUnstable_Object_IsUniquelyReferenced(entry)) // warn: does not tell // review: an object of another thread counts as shared
    return PyDict_DelItem(registry, key);
  return 0;
}

int resize(Py_ssize_t size) {
  if (!PyUnstable_Object_IsUniquelyReferenced(entry)) { // warn: does not tell // review: an object of another thread counts as shared, which is an error here
    PyErr_BadInternalCall();
    return -1;
  }
  ((PyVarObject *)entry)->ob_size = size;
  return 0;
}

/* Who calls it? */
PyObject *exported(PyObject *tuple) {
  if (PyUnstable_Object_IsUniquelyReferenced(tuple)) { // warn: does not tell // review: right only for an object that the callers own
    PyTuple_SET_ITEM(tuple, 0, NULL);
    return tuple;
  }
  return PySequence_List(tuple);
}

static int is_mine(PyObject *object) {
  return PyUnstable_Object_IsUniquelyReferenced(object); // warn: does not tell // review: an object of another thread counts as shared
}

PyObject *helped(void) {
  return is_mine(entry) ? entry : PyTuple_New(1);
}
