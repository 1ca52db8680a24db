// also: c++
#include <Python.h>

int first_is(PyObject *list, PyObject *object) {
  PyObject *item = PyList_GET_ITEM(list, 0);
  return Py_Is(item, object) ? 1 : 0;
}

int is_none(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key);
  return Py_IsNone(value);
}
