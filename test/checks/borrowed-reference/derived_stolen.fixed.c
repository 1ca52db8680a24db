// also: c++
#include <Python.h>

// The reference of the item goes away with the pair: then it is borrowed again.
PyObject *twice(PyObject *dict, PyObject *key) {
  PyObject *found;
  PyDict_GetItemRef(dict, key, &found); // warn: borrowed from 'dict'
  if (found == NULL)
    return NULL;
  if (!PyTuple_Check(found) || PyTuple_GET_SIZE(found) == 0) {
    Py_DECREF(found);
    Py_RETURN_NONE;
  }
  PyObject *inner = PyTuple_GET_ITEM(found, 0);
  Py_INCREF(inner);
  PyObject *pair = Py_BuildValue("(N)", inner);
  if (pair == NULL) {
    Py_DECREF(found);
    return NULL;
  }
  Py_DECREF(pair);
  PyObject *result = PyObject_Str(inner);
  Py_DECREF(found);
  return result;
}
