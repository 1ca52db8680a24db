// options: ErrorPolicy=propagate
// also: c++
#include <Python.h>

// Missing is no error: the function returns 0, and no exception may be set.
int optional(PyObject *dict, PyObject *key) {
  int result = 0;
  PyObject *value;
  if (PyDict_GetItemRef(dict, key, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    goto done;
  result = PyObject_IsTrue(value);
  Py_DECREF(value);
done:
  return result;
}
