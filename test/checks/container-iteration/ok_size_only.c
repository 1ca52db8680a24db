// also: c++
#include <Python.h>

Py_ssize_t size(PyObject *any) {
  PyObject *fast = PySequence_Fast(any, "no sequence");
  if (fast == NULL)
    return -1;
  Py_ssize_t result = PySequence_Fast_GET_SIZE(fast);
  Py_DECREF(fast);
  return result;
}
