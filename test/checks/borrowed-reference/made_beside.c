#include <Python.h>

/* What the author makes, stores and lets go stays alive by a reference of its own. */
PyObject *count(PyObject *module, PyObject *key) {
  PyObject *d = PyDict_GetItemString(PyModule_GetDict(module), "counts"); // warn: 'PyDict_GetItemString' returns a reference borrowed from 'PyModule_GetDict(module)' // review: another variable holds the object in 'd' until its last use
  if (d == NULL || !PyDict_Check(d)) {
    d = PyDict_New();
    if (!d || PyModule_AddObjectRef(module, "counts", d) < 0) {
      Py_XDECREF(d);
      return NULL;
    }
    Py_DECREF(d);
  }
  return PyObject_GetItem(d, key);
}
PyMethodDef methods[] = {{"count", count, METH_O, NULL}, {NULL, NULL, 0, NULL}};
