#include <Python.h>
#include <setjmp.h>

struct error {};

int thrown(PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) > 9)
    throw error(); // warn: 'throw' leaves the critical section on 'list' // no fix: an exception may leave the function before the release
  Py_END_CRITICAL_SECTION();
  return 0;
}

static jmp_buf back;

int far_away(PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) > 9)
    longjmp(back, 1); // warn: leaves the critical section on 'list' // no fix: setjmp or longjmp may pass by the release
  Py_END_CRITICAL_SECTION();
  return 0;
}
