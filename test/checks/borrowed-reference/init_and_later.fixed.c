// also: c++
#include <Python.h>

// Called from the import, and from a method as well.
static PyObject *lookup(PyObject *dict, const char *name) {
  PyObject *value;
  if (PyDict_GetItemStringRef(dict, name, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  return value;
}

static PyObject *method(PyObject *self, PyObject *name) {
  return lookup(self, PyUnicode_AsUTF8(name));
}

static PyMethodDef methods[] = {{"method", method, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "example", NULL, -1, methods, NULL, NULL, NULL, NULL};

// Not static: anybody may call it.
int exported(PyObject *dict) {
  PyObject *value;
  if (PyDict_GetItemStringRef(dict, "value", &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  int result = PyObject_IsTrue(value);
  Py_DECREF(value);
  return result;
}

PyMODINIT_FUNC PyInit_example(void) {
  PyObject *module = PyModule_Create(&definition);
  if (module == NULL || exported(PyModule_GetDict(module)) < 0)
    return NULL;
  PyObject *name = lookup(PyModule_GetDict(module), "__name__");
  Py_XDECREF(name);
  return module;
}
