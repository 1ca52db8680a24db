// also: c++
#include <Python.h>

// Made here, and nobody else has seen it.
PyObject *list_new(PyObject *a, PyObject *b) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return NULL;
  PyObject *text = NULL;
  if (PyList_Append(list, a) == 0 && PyList_Append(list, b) == 0)
    text = PyObject_Str(PyList_GET_ITEM(list, 0));
  Py_DECREF(list);
  return text;
}

PyObject *sorted_first(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return NULL;
  if (PyList_Sort(list) < 0 || PyList_GET_SIZE(list) == 0) {
    Py_DECREF(list);
    return NULL;
  }
  PyObject *first = PyList_GetItem(list, 0);
  Py_INCREF(first);
  Py_DECREF(list);
  return first;
}

long keys(PyObject *mapping) {
  PyObject *keys = PyDict_Keys(mapping);
  long total = 0;
  for (Py_ssize_t i = 0; keys && i < PyList_GET_SIZE(keys); i++)
    total += PyLong_AsLong(PyList_GET_ITEM(keys, i));
  Py_XDECREF(keys);
  return total;
}

int dict_new(PyObject *key, PyObject *value) {
  PyObject *dict = PyDict_New();
  if (dict == NULL || PyDict_SetItem(dict, key, value) < 0) {
    Py_XDECREF(dict);
    return -1;
  }
  PyObject *again = PyDict_GetItemWithError(dict, key);
  int result = again ? PyObject_IsTrue(again) : -1;
  Py_DECREF(dict);
  return result;
}

int dict_copy(PyObject *shared) {
  PyObject *own = PyDict_Copy(shared);
  PyObject *value = own ? PyDict_GetItemString(own, "value") : NULL;
  int result = value ? PyObject_IsTrue(value) : -1;
  Py_XDECREF(own);
  return result;
}

PyObject *split(PyObject *text) {
  PyObject *words = PyUnicode_Split(text, NULL, -1);
  if (words == NULL)
    return NULL;
  PyObject *first = PyList_GetItem(words, 0);
  Py_XINCREF(first);
  Py_DECREF(words);
  return first;
}
