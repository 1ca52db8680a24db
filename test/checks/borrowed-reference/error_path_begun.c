// also: c++
#include <Python.h>

int begin(PyObject *self);
void end(PyObject *self);
int check(PyObject *self);

// What has begun has to be ended: the ways out above are not right any more.
int recursion(PyObject *list) {
  int status = 0;
  Py_ssize_t size = PyList_GET_SIZE(list);
  if (Py_EnterRecursiveCall(" while counting"))
    return -1;
  for (Py_ssize_t i = 0; i < size; i++) {
    if (PyObject_IsTrue(PyList_GET_ITEM(list, i)) < 0) { // warn: borrowed from 'list' // review: leaves the loop
      status = -1;
      break;
    }
  }
  Py_LeaveRecursiveCall();
  return status;
}
int of_project(PyObject *self, PyObject *list) {
  if (begin(self) < 0)
    return -1;
  int result = PyObject_IsTrue(PyList_GET_ITEM(list, 0)); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  end(self);
  return result;
}
int buffer(PyObject *self, PyObject *list) {
  Py_buffer view;
  if (PyObject_GetBuffer(self, &view, PyBUF_SIMPLE) < 0)
    return -1;
  int result = PyObject_IsTrue(PyList_GET_ITEM(list, 0)); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  PyBuffer_Release(&view);
  return result;
}
