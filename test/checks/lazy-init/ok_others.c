#include <Python.h>

static PyObject *error;
static const int primes[] = {2, 3, 5};
static _Thread_local PyObject *mine;
static _Atomic(PyObject *) published;

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

/* Only while the module is initialised. */
static int add_error(PyObject *module) {
  if (error == NULL)
    error = PyErr_NewException("m.Error", NULL, NULL);
  return PyModule_AddObject(module, "Error", error);
}

PyMODINIT_FUNC PyInit_m(void) {
  PyObject *module = PyModule_Create(&definition);
  if (module != NULL && add_error(module) < 0)
    Py_CLEAR(module);
  return module;
}

/* One for each thread, and published with an atomic. */
PyObject *per_thread(void) {
  if (mine == NULL)
    mine = PyDict_New();
  return mine;
}

PyObject *atomic(void) {
  if (published == NULL)
    published = PyDict_New();
  return published;
}

/* Said once or twice: no data hangs on it. */
void old_name(void) {
  static const char *const text = "old";
  PyErr_WarnEx(NULL, text, primes[0]);
}

/* Taken from a list, not filled. */
struct node {
  struct node *next;
};
PyObject *parse(PyObject *self, PyObject *args, PyObject *kwargs) {
  static char *kwlist[] = {"a", NULL};
  PyObject *a;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", kwlist, &a))
    return NULL;
  return PyErr_Format(error, "%R", a);
}
