// also: c++
#include <Python.h>

// The dictionary of this thread's state is this thread's alone.
PyObject *context(PyObject *key) {
  PyObject *dict = PyThreadState_GetDict();
  PyObject *value = dict ? PyDict_GetItemWithError(dict, key) : NULL;
  if (value == NULL)
    Py_RETURN_NONE;
  Py_INCREF(value);
  return value;
}

int depth(void) {
  PyObject *depth = PyDict_GetItemString(PyThreadState_GetDict(), "depth");
  return depth ? (int)PyLong_AsLong(depth) : 0;
}
