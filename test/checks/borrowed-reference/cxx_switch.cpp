// No variable is put where a jump to a case would pass by it.
#include <Python.h>

int computed(PyObject *list, int which) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == nullptr)
    return -1;
  switch (which) {
  case 0:
    which++;
    return PyUnicode_Check(item);
  case 1:
    which--;
    return PyTuple_Check(item);
  }
  return PyObject_IsTrue(item);
}

int nested(PyObject *out, PyObject *list, int which) {
  switch (which) {
  case 0:
    which++;
    if (PyList_Append(out, PyList_GetItem(list, 0)) < 0) // warn: borrowed from 'list' // no fix: the statement is the unbraced body of another one
      return -1;
    break;
  case 1: {
    if (PyList_Append(out, PyList_GetItem(list, 1)) < 0) // warn: borrowed from 'list'
      return -1;
    break;
  }
  }
  return 0;
}
