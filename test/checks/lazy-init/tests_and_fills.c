#include <Python.h>

/* Every way to ask whether it is unset. */
PyObject *in_function(void) {
  static PyObject *math = NULL;
  if (math == NULL) { // warn: 'math' is filled on first use: two threads may both find it // review: 'math' becomes atomic
    math = PyImport_ImportModule("math"); // note: filled here
    if (!math)
      return NULL;
  }
  Py_INCREF(math);
  return math;
}

static PyObject *key;
PyObject *at_file_level(void) {
  if (!key) { // warn: 'key' is filled on first use // review: 'key' becomes atomic
    key = PyUnicode_InternFromString("k"); // note: filled here
    if (!key)
      return NULL;
  }
  return PyObject_Str(key);
}

PyObject *unchecked(void) {
  static PyObject *zero;
  if (!zero) zero = PyLong_FromLong(0); // warn: 'zero' is filled on first use // review: 'zero' becomes atomic
  return Py_XNewRef(zero);
}

PyTypeObject *typed(void) {
  static PyTypeObject *decimal = NULL;
  if (decimal == NULL) { // warn: 'decimal' is filled on first use // review: 'decimal' becomes atomic
    PyObject *module = PyImport_ImportModule("decimal");
    if (module == NULL) {
      return NULL;
    }
    decimal = (PyTypeObject *)PyObject_GetAttrString(module, "Decimal"); // note: filled here
    Py_DECREF(module);
  }
  return decimal;
}

/* Set twice: another thread must not see the module. */
PyObject *twice(void) {
  static PyObject *loads = NULL;
  if (loads == NULL) { // warn: 'loads' is filled on first use // review: 'loads' becomes atomic
    loads = PyImport_ImportModule("json"); // note: filled here
    if (loads == NULL) {
      return NULL;
    }
    PyObject *module = loads;
    loads = PyObject_GetAttrString(module, "loads");
    Py_DECREF(module);
  }
  return loads;
}

PyObject *assigned_in_test(void) {
  static PyObject *name = NULL;
  if (name == NULL) { // warn: 'name' is filled on first use // review: 'name' becomes atomic
    if ((name = PyUnicode_FromString("name")) == NULL) // note: filled here
      return NULL;
  }
  return Py_NewRef(name);
}
