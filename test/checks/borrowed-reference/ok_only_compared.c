// also: c++
#include <Python.h>

// Identity: the address decides, the object is not touched.
int is_main(PyObject *module) { return PyImport_AddModule("__main__") == module; }

int is_none(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key);
  return value == Py_None || value == Py_False;
}

int same(PyObject *list, PyObject *other) {
  return PyList_GetItem(list, 0) == PyList_GetItem(other, 0);
}

int first_is(PyObject *list, PyObject *object) {
  PyObject *item = PyList_GET_ITEM(list, 0);
  return item == object ? 1 : 0;
}
