#include <Python.h>
#include <stdatomic.h>

static PyObject *describe(PyObject *self, PyObject *unused) {
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
    {"describe", describe, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* What is put before its first statement would not be compiled everywhere. */
static int exec(PyObject *module) {
#if PY_VERSION_HEX > 0x03000000
  if (PyModule_AddIntConstant(module, "new", 1) < 0)
    return -1;
#endif
  return PyModule_AddIntConstant(module, "ready", 1);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, exec},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&definition); }
