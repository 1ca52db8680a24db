#include <Python.h>

// Nobody uses the module any more when it is freed.
static PyObject *error;
static PyObject *cache;

static void forget(void) { Py_CLEAR(cache); }

static PyObject *fail(PyObject *module, PyObject *args) {
  (void)module;
  PyErr_SetObject(error, cache);
  return args ? NULL : cache;
}

static void free_module(PyObject *module) {
  (void)module;
  Py_CLEAR(error);
  forget();
}

static PyMethodDef methods[] = {{"fail", fail, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "m",  NULL, -1, methods,
    NULL,                  NULL, NULL, (freefunc)free_module};

PyMODINIT_FUNC PyInit_m(void) {
  PyObject *module = PyModule_Create(&definition);
  if (module == NULL)
    return NULL;
  error = PyErr_NewException("m.error", NULL, NULL);
  cache = PyTuple_New(0);
  return module;
}
