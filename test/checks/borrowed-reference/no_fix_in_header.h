// A fix would edit this file from each file that includes it.
static inline PyObject *first_of(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the call is in a header
  Py_XINCREF(item);
  return item;
}
