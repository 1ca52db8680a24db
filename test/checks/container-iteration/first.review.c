// also: c++
#include <Python.h>

// Another thread's store may resize the dict between two rounds.
Py_ssize_t count_numbers(PyObject *dict) {
  PyObject *key, *value;
  Py_ssize_t pos = 0, count = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' without its lock, and another thread may change it meanwhile // review: a lock is added
    if (PyLong_Check(value))
      count++;
  }
  Py_END_CRITICAL_SECTION();
  return count;
}
