// also: c++
#include <Python.h>

// Without the GIL the section stays open: the interpreter aborts.
int append(PyObject *list, PyObject *item) {
  Py_BEGIN_CRITICAL_SECTION(list); // note: the section begins here
  if (PyList_Append(list, item) < 0)
    return -1; // warn: 'return' leaves the critical section on 'list' without ending it
  Py_END_CRITICAL_SECTION();
  return 0;
}
