// No variable is put where a jump to a case would pass by it.
#include <Python.h>

int computed(PyObject *list, int which) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == nullptr)
    return -1;
  switch (which) {
  case 0:
    which++;
    {
      int result = PyUnicode_Check(item);
      Py_DECREF(item);
      return result;
    }
  case 1:
    which--;
    {
      int result = PyTuple_Check(item);
      Py_DECREF(item);
      return result;
    }
  }
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  return result;
}

int nested(PyObject *out, PyObject *list, int which) {
  switch (which) {
  case 0:
    which++;
    if (PyList_Append(out, PyList_GetItem(list, 0)) < 0) // warn: borrowed from 'list' // no fix: the statement is the unbraced body of another one
      return -1;
    break;
  case 1: {
    PyObject *item2 = PyList_GetItemRef(list, 1);
    if (item2 == nullptr) {
      return -1;
    }
    int result = PyList_Append(out, item2);
    Py_DECREF(item2);
    if (result < 0) // warn: borrowed from 'list'
      return -1;
    break;
  }
  }
  return 0;
}
