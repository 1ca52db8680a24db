#include <Python.h>

static PyObject *s_null = NULL;

/* Made of constants: it can be made when the module is initialised. */
static PyObject *describe(PyObject *self, PyObject *unused) {
  Py_INCREF(s_null);
  return s_null;
}

static PyMethodDef methods[] = {
    {"describe", describe, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int exec(PyObject *module) {
  if (s_null == NULL) { // warn: 's_null' is filled on first use // review: 's_null' is made when the module is initialised, also when nobody asks for it
    s_null = PyUnicode_InternFromString("null"); // note: filled here
    if (s_null == NULL)
      return -1;
  }
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
