// also: c++
#include <Python.h>

// The reference is released after its last use, in the block of the lookup.
int straight_line(PyObject *dict, PyObject *key) {
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  int truth = value ? PyObject_IsTrue(value) : 0;
  Py_XDECREF(value);
  PySys_WriteStdout("looked up\n");
  return truth;
}

void no_return(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  PyObject_Print(item, stdout, 0);
  Py_XDECREF(item);
}

int inner_block(PyObject *list) {
  int total = 0;
  {
    PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
    if (item == NULL)
      return -1;
    total += PyObject_IsTrue(item);
    Py_DECREF(item);
  }
  return total;
}

int in_a_branch(PyObject *list, int wanted) {
  int result = 0;
  if (wanted) {
    PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
    result = item == NULL ? -1 : PyObject_IsTrue(item);
    Py_XDECREF(item);
  }
  return result;
}

PyObject *initialised_by_cast(PyObject *list) {
  PyObject *item = (PyObject *)PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *result = PyObject_Str(item);
  Py_DECREF(item);
  return result;
}

// Constant: the variable itself can hold the new reference, which is released
// through it.
PyObject *constant(PyObject *list) {
  PyObject *const item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *result = PyObject_Str(item);
  Py_DECREF(item);
  return result;
}
