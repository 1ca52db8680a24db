// A module that hangs, see hangs.py.
#include <Python.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static PyObject *what, *made;

// Runs once, and calls Python; the others wait for it attached.
static void make(void) { made = PyObject_CallObject(what, NULL); }

static PyObject *run(PyObject *self, PyObject *callback) {
  (void)self;
  what = callback;
  pthread_once(&once, make);
  Py_XINCREF(made);
  return made;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "once", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_once(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
