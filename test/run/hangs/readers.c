// A module that hangs, see hangs.py.
#include <Python.h>
#include <pthread.h>
#include <stdatomic.h>

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static atomic_int calls;
static long value;

// A reader waits for a writer that runs Python.
static PyObject *run(PyObject *self, PyObject *callback) {
  (void)self;
  if (atomic_fetch_add(&calls, 1) > 0) {
    pthread_rwlock_rdlock(&table);
    long now = value;
    pthread_rwlock_unlock(&table);
    return PyLong_FromLong(now);
  }
  pthread_rwlock_wrlock(&table);
  PyObject *result = PyObject_CallObject(callback, NULL);
  value = result != NULL;
  pthread_rwlock_unlock(&table);
  return result;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "readers", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_readers(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
