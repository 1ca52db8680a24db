// also: c++
#include <Python.h>

// The section ends before the last use.
PyObject *ends_before(PyObject *list) {
  PyObject *item;
  Py_BEGIN_CRITICAL_SECTION(list);
  item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  Py_END_CRITICAL_SECTION();
  return item;
}

// A section on something else protects something else.
PyObject *wrong_object(PyObject *self, PyObject *list) {
  PyObject *item;
  Py_BEGIN_CRITICAL_SECTION(self);
  item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  Py_END_CRITICAL_SECTION();
  return item;
}

// Begun too late.
PyObject *begins_after(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  Py_BEGIN_CRITICAL_SECTION(list);
  Py_END_CRITICAL_SECTION();
  return item;
}

// One of the two that call it holds no lock.
static PyObject *item(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}

PyObject *calls(PyObject *list) {
  PyObject *result;
  Py_BEGIN_CRITICAL_SECTION(list);
  result = item(list);
  Py_END_CRITICAL_SECTION();
  return result;
}

PyObject *calls_without(PyObject *list) {
  return item(list);
}
