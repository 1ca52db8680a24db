#include <Python.h>

/* The branch that a new exit is copied from releases what may not be there yet. */
PyObject *texts(PyObject *map, PyObject *list, PyObject *key, PyObject *out) {
  PyObject *found = PyObject_GetAttr(map, key);
  if (found == NULL)
    PyErr_Clear();
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *item = PyList_GetItemRef(list, i); // warn: 'PyList_GET_ITEM' returns a reference borrowed from 'list' // review: leaves the loop when
    if (item == NULL) {
      PyErr_Clear();
      break;
    }
    if (found != NULL) {
      PyObject *text = PyObject_CallMethod(item, "__str__", NULL);
      if (text == NULL) {
        Py_DECREF(found);
        Py_DECREF(item);
        return NULL;
      }
      Py_DECREF(text);
    }
    Py_DECREF(item);
  }
  Py_XDECREF(found);
  Py_RETURN_NONE;
}
PyObject *first(PyObject *map, PyObject *list, PyObject *key) {
  PyObject *found = PyObject_GetAttr(map, key);
  if (found == NULL)
    return NULL;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: 'PyList_GET_ITEM' returns a reference borrowed from 'list' // review: leaves the function when
  if (item == NULL) {
    Py_DECREF(found);
    return NULL;
  }
  PyObject *text = PyObject_CallMethod(item, "__str__", NULL);
  Py_DECREF(item);
  if (text == NULL) {
    Py_DECREF(found);
    return NULL;
  }
  Py_DECREF(found);
  return text;
}
