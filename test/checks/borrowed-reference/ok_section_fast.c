// also: c++
#include <Python.h>

// What PySequence_Fast gives for a list is the list that is locked.
PyObject *fast(PyObject *sequence) {
  PyObject *item = NULL;
  PyObject *fast = PySequence_Fast(sequence, "not a sequence");
  if (fast == NULL)
    return NULL;
  Py_BEGIN_CRITICAL_SECTION(sequence);
  if (PySequence_Fast_GET_SIZE(fast) > 0) {
    item = PySequence_Fast_GET_ITEM(fast, 0);
    Py_INCREF(item);
  }
  Py_END_CRITICAL_SECTION();
  Py_DECREF(fast);
  return item;
}
