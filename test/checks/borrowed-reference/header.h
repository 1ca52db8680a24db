// An inline function of a header of the project.
static inline PyObject *header_first(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the call is in a header
  Py_XINCREF(item);
  return item;
}

#define HEADER_FIRST(list) PyList_GetItem(list, 0)
