#include <Python.h>

/* Nobody else sees the dictionary before it is complete. */
PyObject *complete(void) {
  static PyObject *names = NULL;
  if (names == NULL) { // warn: 'names' is filled on first use // review: 'names' becomes atomic
    names = PyDict_New();
    if (names == NULL)
      return NULL;
    PyDict_SetItemString(names, "one", Py_None);
    if (PyObject_HasAttrString(names, "two") && PyDict_Check(names))
      PyDict_Clear(names);
  }
  return Py_NewRef(names);
}

/* Not every way that leads to the end has been tested. */
PyObject *sometimes_tested(int strict) {
  static PyObject *cache = NULL;
  if (cache == NULL) { // warn: 'cache' is filled on first use // review: 'cache' becomes atomic
    cache = PyImport_ImportModule("math");
    if (strict) {
      if (cache == NULL)
        return NULL;
    }
  }
  return Py_XNewRef(cache);
}
