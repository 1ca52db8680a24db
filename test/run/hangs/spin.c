// A module that hangs, see hangs.py.
#include <Python.h>
#include <stdatomic.h>

static atomic_int calls, ready;

// The second one waits for the first, attached.
static PyObject *run(PyObject *self, PyObject *callback) {
  (void)self;
  if (atomic_fetch_add(&calls, 1) > 0) {
    while (!atomic_load(&ready))
      ;
    return PyLong_FromLong(1);
  }
  PyObject *result = PyObject_CallObject(callback, NULL);
  atomic_store(&ready, 1);
  return result;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "spin", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_spin(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
