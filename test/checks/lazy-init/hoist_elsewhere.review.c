#include <Python.h>
#include <stdatomic.h>

/* Either module may be initialised without the other one: it is published. */
static PyObject *either(PyObject *self, PyObject *unused) {
  static _Atomic(PyObject *) name = NULL;
  if (name == NULL) { // warn: 'name' is filled on first use // review: 'name' becomes atomic
    PyObject *fresh = PyUnicode_InternFromString("name");
    if (fresh == NULL)
      return NULL;
    PyObject *unset = NULL;
    if (!atomic_compare_exchange_strong(&name, &unset, fresh)) {
      Py_DECREF(fresh);
    }
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
