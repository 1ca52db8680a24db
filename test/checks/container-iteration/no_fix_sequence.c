// also: c++
#include <Python.h>

// It is sorted in place: a copy would not be.
int sorted(PyObject *any) {
  PyObject *fast = PySequence_Fast(any, "no sequence");
  if (fast == NULL)
    return -1;
  PyObject **items = PySequence_Fast_ITEMS(fast); // warn: 'PySequence_Fast_ITEMS' reads the items of 'fast' // no fix: the sequence is used for more than reading its items
  Py_ssize_t size = PySequence_Fast_GET_SIZE(fast);
  for (Py_ssize_t i = 1; i < size; i++) {
    if (PyObject_RichCompareBool(items[i], items[i - 1], Py_LT) == 1) {
      PyObject *item = items[i];
      items[i] = items[i - 1];
      items[i - 1] = item;
    }
  }
  Py_DECREF(fast);
  return 0;
}

int given(PyObject *fast) {
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
    if (PyObject_IsTrue(PySequence_Fast_GET_ITEM(fast, i)) < 0) // warn: 'PySequence_Fast_GET_ITEM' reads the items of 'fast' // no fix: a call in between may suspend the critical section
      return -1;
  }
  return 0;
}
