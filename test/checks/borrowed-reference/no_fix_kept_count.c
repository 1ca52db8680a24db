// also: c++
// Kept until the function returns, it would be counted where something else is
// looked at that may be the same object.
#include <Python.h>

void inspect(PyObject **slot);

int counted(PyObject *dict, PyObject *key, PyObject *other) {
  PyObject *item = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // no fix: the address of the variable is taken
  inspect(&item);
  return Py_REFCNT(other) > 3;
}
