// requires: python3.9
#include <Python.h>

// What a project defines for a Python that does not have it: that Python has no
// free threads.
#if PY_VERSION_HEX < 0x030D0000
static inline PyObject *PyList_GetItemRef(PyObject *list, Py_ssize_t index) {
  PyObject *item = PyList_GetItem(list, index);
  Py_XINCREF(item);
  return item;
}

static inline int PyDict_GetItemRef(PyObject *dict, PyObject *key, PyObject **result) {
  PyObject *item = PyDict_GetItemWithError(dict, key);
  if (item == NULL) {
    *result = NULL;
    return PyErr_Occurred() ? -1 : 0;
  }
  Py_INCREF(item);
  *result = item;
  return 1;
}

static inline int PyWeakref_GetRef(PyObject *ref, PyObject **result) {
  PyObject *object = PyWeakref_GetObject(ref);
  if (object == NULL || object == Py_None) {
    *result = NULL;
    return object == NULL ? -1 : 0;
  }
  Py_INCREF(object);
  *result = object;
  return 1;
}
#endif

PyObject *first(PyObject *list) { return PyList_GetItemRef(list, 0); }
