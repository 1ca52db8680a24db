// A module that hangs, see hangs.py.
#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

// Python code runs while the lock is held; who waits for it is attached.
static PyObject *run(PyObject *self, PyObject *callback) {
  (void)self;
  pthread_mutex_lock(&mu);
  PyObject *result = PyObject_CallObject(callback, NULL);
  pthread_mutex_unlock(&mu);
  return result;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "lock", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_lock(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
