#include <Python.h>

/* Who leaves the loop early would return a list with empty places. */
static PyObject *texts(PyObject *self, PyObject *list) {
  PyObject *result = PyList_New(PyList_GET_SIZE(list));
  if (result == NULL)
    return NULL;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); ++i) {
    PyObject *item = PyList_GET_ITEM(list, i); // warn: 'PyList_GET_ITEM' returns a reference borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    PyObject *text = PyObject_Str(item);
    if (text == NULL || PyObject_IsTrue(item) < 0) {
      Py_DECREF(result);
      Py_XDECREF(text);
      return NULL;
    }
    PyList_SET_ITEM(result, i, text);
  }
  return result;
}
PyMethodDef methods[] = {{"texts", texts, METH_O, NULL}, {NULL, NULL, 0, NULL}};
