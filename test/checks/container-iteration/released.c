#include <Python.h>

/* The dictionary is let go behind the section, on every way out. */
PyObject *each(PyObject *self, PyObject *fn) {
  PyObject *dict = PyObject_GetAttrString(self, "table");
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  if (dict == NULL)
    return NULL;
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: walks 'dict' without its lock // review: a lock is added
    PyObject *r = PyObject_CallFunctionObjArgs(fn, key, value, NULL);
    if (r == NULL) {
      Py_DECREF(dict);
      return NULL;
    }
    if (r == Py_False) {
      Py_DECREF(r);
      Py_DECREF(dict);
      Py_RETURN_FALSE;
    }
    Py_DECREF(r);
  }
  Py_DECREF(dict);
  Py_RETURN_NONE;
}

PyObject *let_go_in_between(PyObject *self, PyObject *fn) {
  PyObject *dict = PyObject_GetAttrString(self, "table");
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  if (dict == NULL)
    return NULL;
  while (PyDict_Next(dict, &pos, &key, &value)) // warn: walks 'dict' without its lock // no fix: the object that would be locked is replaced or released meanwhile
    if (value == fn) {
      Py_DECREF(dict);
      pos = PyUnicode_GetLength(key);
      return PyLong_FromSsize_t(pos);
    }
  Py_DECREF(dict);
  Py_RETURN_NONE;
}
