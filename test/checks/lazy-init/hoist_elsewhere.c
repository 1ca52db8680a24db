#include <Python.h>

/* Either module may be initialised without the other one: it is published. */
static PyObject *either(PyObject *self, PyObject *unused) {
  static PyObject *name = NULL;
  if (name == NULL) { // warn: 'name' is filled on first use // review: 'name' becomes atomic
    name = PyUnicode_InternFromString("name");
    if (name == NULL)
      return NULL;
  }
  return Py_NewRef(name);
}

static PyMethodDef methods[] = {
    {"either", either, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef first = {
    PyModuleDef_HEAD_INIT, "first", NULL, -1, methods, NULL, NULL, NULL, NULL,
};
static struct PyModuleDef second = {
    PyModuleDef_HEAD_INIT, "second", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_first(void) {
  PyObject *module = PyModule_Create(&first);
  return module;
}
PyMODINIT_FUNC PyInit_second(void) {
  PyObject *module = PyModule_Create(&second);
  return module;
}
