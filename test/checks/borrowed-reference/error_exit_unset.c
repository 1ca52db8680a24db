// An exit that releases what is set further down only is no exit for an earlier
// place.
#include <Python.h>

extern void use(PyObject *);

int unset_here(PyObject *dict, PyObject *list, int n) {
  PyObject *item;
  int result = -1;
  use(PyList_GET_ITEM(list, 0)); // warn: borrowed from 'list' // review: leaves the function
  item = PyObject_GetAttrString(dict, "x");
  if (item == NULL)
    return -1;
  if (n && PyObject_IsTrue(item) < 0) {
    Py_DECREF(item);
    goto done;
  }
  Py_DECREF(item);
  result = 0;
done:
  return result;
}
