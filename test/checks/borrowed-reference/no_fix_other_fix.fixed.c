// also: c++
#include <Python.h>

// The release of one stands where the INCREF of the other goes: the second fix
// comes with the next run.
PyObject *looked_up_by_item(PyObject *dict, PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *value;
  PyDict_GetItemRef(dict, item, &value); // warn: borrowed from 'dict' // no fix: another fix uses this place; run again
  Py_DECREF(item);
  return value;
}
