#include <Python.h>
#include <stdatomic.h>

/* Nobody else sees the dictionary before it is complete. */
PyObject *complete(void) {
  static _Atomic(PyObject *) names = NULL;
  if (names == NULL) { // warn: 'names' is filled on first use // review: 'names' becomes atomic
    PyObject *fresh = PyDict_New();
    if (fresh == NULL)
      return NULL;
    PyDict_SetItemString(fresh, "one", Py_None);
    if (PyObject_HasAttrString(fresh, "two") && PyDict_Check(fresh))
      PyDict_Clear(fresh);
    PyObject *unset = NULL;
    if (!atomic_compare_exchange_strong(&names, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  return Py_NewRef(names);
}

/* Not every way that leads to the end has been tested. */
PyObject *sometimes_tested(int strict) {
  static _Atomic(PyObject *) cache = NULL;
  if (cache == NULL) { // warn: 'cache' is filled on first use // review: 'cache' becomes atomic
    PyObject *fresh = PyImport_ImportModule("math");
    if (strict) {
      if (fresh == NULL)
        return NULL;
    }
    PyObject *unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&cache, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  return Py_XNewRef(cache);
}
