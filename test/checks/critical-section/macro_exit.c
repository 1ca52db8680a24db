// also: c++
#include <Python.h>

#define FAIL_IF(condition)                                                     \
  do {                                                                         \
    if (condition)                                                             \
      return -1;                                                               \
  } while (0)

#define GIVE_UP return -1

int by_a_macro(PyObject *list, PyObject *item) {
  Py_BEGIN_CRITICAL_SECTION(list);
  FAIL_IF(PyList_Append(list, item) < 0); // warn: 'FAIL_IF' leaves the critical section on 'list' // no fix: a macro in the way may leave the function
  Py_END_CRITICAL_SECTION();
  return 0;
}

int by_a_short_one(PyObject *list, PyObject *item) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_Append(list, item) < 0)
    GIVE_UP; // warn: 'GIVE_UP' leaves the critical section on 'list' // no fix: a macro in the way may leave the function
  Py_END_CRITICAL_SECTION();
  return 0;
}
