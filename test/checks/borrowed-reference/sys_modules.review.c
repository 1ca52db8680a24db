// also: c++
#include <Python.h>

// The interpreter keeps its dictionary of modules: nothing has to be held.
PyObject *imported(PyObject *name) {
  PyObject *modules = PyImport_GetModuleDict(); // warn: 'PySys_GetObject' // review: 'sys.modules' is taken to be the interpreter's own
  if (modules == NULL)
    return NULL;
  return PyObject_GetItem(modules, name);
}

int known(PyObject *name, int wanted) {
  return wanted && PyMapping_HasKey(PyImport_GetModuleDict(), name); // warn: 'PySys_GetObject' // review: 'sys.modules' is taken to be the interpreter's own
}

// Everybody may bind the others to something else.
int to_stderr(PyObject *value) {
  PyObject *file = PySys_GetObject("stderr"); // warn: 'PySys_GetObject' // no fix: the strong twin is newer
  return PyObject_Print(value, stderr, 0) + PyObject_IsTrue(file);
}

int by_name(const char *name) {
  PyObject *value = PySys_GetObject(name); // warn: 'PySys_GetObject' // no fix: the strong twin is newer
  return value != NULL && PyObject_IsTrue(value);
}
