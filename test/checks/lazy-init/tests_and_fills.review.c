#include <Python.h>
#include <stdatomic.h>

/* Every way to ask whether it is unset. */
PyObject *in_function(void) {
  static _Atomic(PyObject *) math = NULL;
  if (math == NULL) { // warn: 'math' is filled on first use: two threads may both find it // review: 'math' becomes atomic
    PyObject *fresh = PyImport_ImportModule("math"); // note: filled here
    if (!fresh)
      return NULL;
    PyObject *unset = NULL;
    if (!atomic_compare_exchange_strong(&math, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  Py_INCREF(math);
  return math;
}

static _Atomic(PyObject *) key;
PyObject *at_file_level(void) {
  if (!key) { // warn: 'key' is filled on first use // review: 'key' becomes atomic
    PyObject *fresh = PyUnicode_InternFromString("k"); // note: filled here
    if (!fresh)
      return NULL;
    PyObject *unset = NULL;
    if (!atomic_compare_exchange_strong(&key, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  return PyObject_Str(key);
}

PyObject *unchecked(void) {
  static _Atomic(PyObject *) zero;
  if (!zero) {
    PyObject *fresh = PyLong_FromLong(0);
    PyObject *unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&zero, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  } // warn: 'zero' is filled on first use // review: 'zero' becomes atomic
  return Py_XNewRef(zero);
}

PyTypeObject *typed(void) {
  static _Atomic(PyTypeObject *) decimal = NULL;
  if (decimal == NULL) { // warn: 'decimal' is filled on first use // review: 'decimal' becomes atomic
    PyObject *module = PyImport_ImportModule("decimal");
    if (module == NULL) {
      return NULL;
    }
    PyTypeObject *fresh = (PyTypeObject *)PyObject_GetAttrString(module, "Decimal"); // note: filled here
    Py_DECREF(module);
    PyTypeObject *unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&decimal, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  return decimal;
}

/* Set twice: another thread must not see the module. */
PyObject *twice(void) {
  static _Atomic(PyObject *) loads = NULL;
  if (loads == NULL) { // warn: 'loads' is filled on first use // review: 'loads' becomes atomic
    PyObject *fresh = PyImport_ImportModule("json"); // note: filled here
    if (fresh == NULL) {
      return NULL;
    }
    PyObject *module = fresh;
    fresh = PyObject_GetAttrString(module, "loads");
    Py_DECREF(module);
    PyObject *unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&loads, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  return loads;
}

PyObject *assigned_in_test(void) {
  static _Atomic(PyObject *) name = NULL;
  if (name == NULL) { // warn: 'name' is filled on first use // review: 'name' becomes atomic
    PyObject *fresh = NULL;
    if ((fresh = PyUnicode_FromString("name")) == NULL) // note: filled here
      return NULL;
    PyObject *unset = NULL;
    if (!atomic_compare_exchange_strong(&name, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  return Py_NewRef(name);
}
