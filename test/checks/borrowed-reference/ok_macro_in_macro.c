// also: c++
#include <Python.h>

// The lender is seen through macros around the call.
int is_text(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return -1;
  int valid = PyUnicode_Check(PyList_GET_ITEM(list, 0));
  Py_DECREF(list);
  return valid;
}
