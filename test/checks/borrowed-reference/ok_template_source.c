#include <Python.h>
#line 1 "numpy/core/src/multiarray/items.c.src"

/*
 * Made from items.c.src: nobody edits this text.
 */
#line 20 "numpy/core/src/multiarray/items.c.src"
PyObject *BYTE_first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0);
  Py_XINCREF(item);
  return item;
}
