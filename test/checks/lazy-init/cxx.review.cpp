#include <Python.h>
#include <atomic>

static std::atomic<PyObject *> key{nullptr};
PyObject *at_file_level() {
  if (!key) { // warn: 'key' is filled on first use // review: 'key' becomes atomic
    PyObject *fresh = PyUnicode_InternFromString("k"); // note: filled here
    if (!fresh)
      return nullptr;
    PyObject *unset = nullptr;
    if (!key.compare_exchange_strong(unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  return PyObject_Str(key);
}

/* The guard of a static local is a native lock. */
PyObject *magic() {
  static std::atomic<PyObject *> module{nullptr};
  if (module == nullptr) {
    PyObject *fresh = PyImport_ImportModule("json");
    PyObject *unset = nullptr;
    if (fresh != nullptr && !module.compare_exchange_strong(unset, fresh)) {
      Py_DECREF(fresh);
    }
  } // warn: the initialiser of the static 'module' runs Python code ('PyImport_ImportModule') while other threads wait for it attached // review: 'module' becomes atomic
  return module;
}

static PyObject *make() { return PyImport_ImportModule("json"); }
PyObject *magic_through_function() {
  static std::atomic<PyObject *> module{nullptr};
  if (module == nullptr) {
    PyObject *fresh = make();
    PyObject *unset = nullptr;
    if (fresh != nullptr && !module.compare_exchange_strong(unset, fresh)) {
      Py_DECREF(fresh);
    }
  } // warn: runs Python code ('make') while other threads wait for it attached // review: 'module' becomes atomic
  return module;
}
