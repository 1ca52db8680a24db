#include <Python.h>

static PyObject *key;
PyObject *at_file_level() {
  if (!key) { // warn: 'key' is filled on first use // review: 'key' becomes atomic
    key = PyUnicode_InternFromString("k"); // note: filled here
    if (!key)
      return nullptr;
  }
  return PyObject_Str(key);
}

/* The guard of a static local is a native lock. */
PyObject *magic() {
  static PyObject *module = PyImport_ImportModule("json"); // warn: the initialiser of the static 'module' runs Python code ('PyImport_ImportModule') while other threads wait for it attached // review: 'module' becomes atomic
  return module;
}

static PyObject *make() { return PyImport_ImportModule("json"); }
PyObject *magic_through_function() {
  static PyObject *module = make(); // warn: runs Python code ('make') while other threads wait for it attached // review: 'module' becomes atomic
  return module;
}
