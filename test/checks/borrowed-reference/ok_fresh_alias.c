// also: c++
#include <Python.h>

// Another name for what is fresh.
PyObject *alias(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  PyObject *items = list;
  if (items == NULL)
    return NULL;
  PyObject *text = PyObject_Str(PyList_GetItem(items, 0));
  Py_DECREF(items);
  return text;
}

PyObject *either(int sorted, PyObject *iterable) {
  PyObject *list;
  if (sorted) {
    list = PySequence_List(iterable);
    if (list == NULL || PyList_Sort(list) < 0)
      goto error;
  } else if ((list = PySequence_List(iterable)) == NULL) {
    return NULL;
  }
  return PySequence_Tuple(list);
error:
  Py_XDECREF(list);
  return NULL;
}

// A cast is no other object.
PyObject *cast(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return NULL;
  PyListObject *typed = (PyListObject *)list;
  PyObject *text = PyObject_Str(PyList_GET_ITEM(typed, 0));
  Py_DECREF(typed);
  return text;
}

// Put into another fresh container: still nobody else's.
PyObject *nested(PyObject *key, PyObject *item) {
  PyObject *dict = PyDict_New();
  PyObject *list = PyList_New(0);
  PyObject *text = NULL;
  if (dict && list && PyDict_SetItem(dict, key, list) == 0 && PyList_Append(list, item) == 0)
    text = PyObject_Repr(PyList_GetItem(list, 0));
  Py_XDECREF(list);
  Py_XDECREF(dict);
  return text;
}
