// args: -DNDEBUG
// also: c++
#include <Python.h>

// Without asserts the macro is an element of an array.
PyObject *first(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: 'PyList_GET_ITEM' returns a reference borrowed from 'list' // review: leaves the function when
  if (item == NULL) {
    return NULL;
  }
  return item;
}
