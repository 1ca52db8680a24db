#include <Python.h>
#include <setjmp.h>

static jmp_buf env;
void may_jump(PyObject *object);

// A jump out passes by the release.
int jumps(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: setjmp or longjmp may pass by the release
  if (item == NULL)
    return -1;
  if (setjmp(env))
    return -1;
  may_jump(item);
  return PyObject_IsTrue(item);
}

int leaves(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: setjmp or longjmp may pass by the release
  if (item == NULL)
    return -1;
  if (!PyLong_Check(item))
    longjmp(env, 1);
  return PyObject_IsTrue(item);
}
