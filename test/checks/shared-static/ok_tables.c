#include <Python.h>

static const int primes[] = {2, 3, 5};
static const char *const names[] = {"a", "b"};
static _Thread_local int depth;
static _Atomic int calls;
static PyObject *error;

static PyObject *method(PyObject *self, PyObject *args, PyObject *kwargs) {
  static char *kwlist[] = {"a", NULL};
  PyObject *a;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", kwlist, &a))
    return NULL;
  ++depth;
  ++calls;
  return PyErr_Format(error, "%R %s %d", a, names[depth % 2], primes[calls % 3]);
}

static PyMethodDef methods[] = {
    {"method", (PyCFunction)(void (*)(void))method, METH_VARARGS | METH_KEYWORDS,
     NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject type = {PyVarObject_HEAD_INIT(NULL, 0)};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void) {
  type.tp_name = "m.type";
  if (PyType_Ready(&type) < 0)
    return NULL;
  error = PyErr_NewException("m.Error", NULL, NULL);
  return PyModule_Create(&definition);
}
