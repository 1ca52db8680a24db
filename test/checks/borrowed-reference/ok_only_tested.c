// also: c++
#include <Python.h>

// The pointer is compared; what it points to is never touched.
int is_there(PyObject *dict, PyObject *key) { return PyDict_GetItem(dict, key) != NULL; }

int in_condition(PyObject *dict, PyObject *key) {
  if (PyDict_GetItemWithError(dict, key))
    return 1;
  return PyErr_Occurred() ? -1 : 0;
}

int kept_for_a_test(PyObject *dict) {
  PyObject *value = PyDict_GetItemString(dict, "value");
  int known = value != NULL;
  if (!value)
    PyErr_SetString(PyExc_KeyError, "value");
  return known ? 0 : -1;
}

int in_a_loop(PyObject *dict, PyObject *keys) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keys); i++)
    if (!PyDict_GetItem(dict, PyTuple_GET_ITEM(keys, i)))
      return 0;
  return 1;
}

int is_dead(PyObject *ref) { return PyWeakref_GetObject(ref) == Py_None; }

int discarded(PyObject *dict, PyObject *key) {
  (void)PyDict_GetItemWithError(dict, key);
  PyImport_AddModule("example");
  return PyErr_Occurred() == NULL;
}

int both(PyObject *dict, PyObject *a, PyObject *b) {
  return PyDict_GetItem(dict, a) && !PyDict_GetItem(dict, b);
}
