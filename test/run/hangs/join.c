// A module that hangs, see hangs.py.
#include <Python.h>
#include <pthread.h>

// A thread that has to attach before it ends.
static void *worker(void *callback) {
  PyGILState_STATE state = PyGILState_Ensure();
  PyObject *result = PyObject_CallObject((PyObject *)callback, NULL);
  PyGILState_Release(state);
  return result;
}

static PyObject *run(PyObject *self, PyObject *callback) {
  (void)self;
  pthread_t thread;
  void *result = NULL;
  if (pthread_create(&thread, NULL, worker, callback) != 0)
    return PyErr_SetFromErrno(PyExc_OSError);
  pthread_join(thread, &result);
  return (PyObject *)result;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "join", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_join(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
