#include <Python.h>

/*[clinic input]
example.first

    list: object
    /
[clinic start generated code]*/

static PyObject *example_first(PyObject *module, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0);
  Py_XINCREF(item);
  return item;
}
/*[clinic end generated code: output=1234 input=5678]*/

PyObject *by_hand(PyObject *module, PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 1); // warn: borrowed from 'list'
  return item ? item : example_first(module, list);
}
