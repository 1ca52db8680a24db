// also: c++
#include <Python.h>

// For a list PySequence_Fast gives the list itself.
int count_ints(PyObject *seq) {
  PyObject *fast = PySequence_Fast(seq, "no sequence");
  if (fast == NULL)
    return -1;
  int n = 0;
  Py_BEGIN_CRITICAL_SECTION(seq);
  Py_ssize_t size = PySequence_Fast_GET_SIZE(fast);
  PyObject **items = PySequence_Fast_ITEMS(fast); // warn: 'PySequence_Fast_ITEMS' reads the items of 'fast' without a lock, and another thread may change them meanwhile: a list is 'seq' itself // review: a lock is added
  for (Py_ssize_t i = 0; i < size; i++)
    n += PyLong_Check(items[i]);
  Py_END_CRITICAL_SECTION();
  Py_DECREF(fast);
  return n;
}

// Others may come in while the items are used: a copy is walked.
int all_true(PyObject *seq) {
  PyObject *fast = PySequence_Tuple(seq);
  if (fast == NULL)
    return -1;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
    PyObject *item = PySequence_Fast_GET_ITEM(fast, i); // warn: 'PySequence_Fast_GET_ITEM' reads the items of 'fast' without a lock // review: the items are copied first, and the text of the TypeError is another
    int is_true = PyObject_IsTrue(item);
    if (is_true <= 0) {
      Py_DECREF(fast);
      return is_true;
    }
  }
  Py_DECREF(fast);
  return 1;
}

// A local variable may be gone by the end: what is walked is locked itself.
int of_an_attribute(PyObject *object) {
  PyObject *names = PyObject_GetAttrString(object, "names");
  if (names == NULL)
    return -1;
  PyObject *fast = PySequence_Fast(names, "no sequence");
  Py_DECREF(names);
  if (fast == NULL)
    return -1;
  int n = 0;
  Py_BEGIN_CRITICAL_SECTION(fast);
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++)
    n += PyUnicode_Check(PySequence_Fast_GET_ITEM(fast, i)); // warn: 'PySequence_Fast_GET_ITEM' reads the items of 'fast' // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_DECREF(fast);
  return n;
}

// Used behind the section: declared before it.
Py_ssize_t size_used_later(PyObject *seq) {
  PyObject *fast = PySequence_Fast(seq, "no sequence");
  if (fast == NULL)
    return -1;
  Py_ssize_t size;
  Py_ssize_t n;
  Py_BEGIN_CRITICAL_SECTION(seq);
  size = PySequence_Fast_GET_SIZE(fast);
  n = 0;
  for (Py_ssize_t i = 0; i < size; i++) {
    if (PySequence_Fast_GET_ITEM(fast, i) == Py_None) // warn: 'PySequence_Fast_GET_ITEM' reads the items of 'fast' // review: a lock is added
      n++;
  }
  Py_END_CRITICAL_SECTION();
  Py_DECREF(fast);
  return size - n;
}
