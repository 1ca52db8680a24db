#include <Python.h>

/* What the author makes, stores and lets go stays alive by a reference of its own. */
PyObject *count(PyObject *module, PyObject *key) {
  PyObject *d;
  if (PyDict_GetItemStringRef(PyModule_GetDict(module), "counts", &d) < 0) {
    PyErr_Clear();
  } // warn: 'PyDict_GetItemString' returns a reference borrowed from 'PyModule_GetDict(module)' // review: another variable holds the object in 'd' until its last use
  PyObject *d_kept = d;
  PyObject *d_kept2 = NULL;
  if (d == NULL || !PyDict_Check(d)) {
    d = PyDict_New();
    Py_XINCREF(d);
    d_kept2 = d;
    if (!d || PyModule_AddObjectRef(module, "counts", d) < 0) {
      Py_XDECREF(d);
      Py_XDECREF(d_kept2);
      Py_XDECREF(d_kept);
      return NULL;
    }
    Py_DECREF(d);
  }
  PyObject *result = PyObject_GetItem(d, key);
  Py_XDECREF(d_kept2);
  Py_XDECREF(d_kept);
  return result;
}
PyMethodDef methods[] = {{"count", count, METH_O, NULL}, {NULL, NULL, 0, NULL}};
