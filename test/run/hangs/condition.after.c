// A module that hangs, see hangs.py.
#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int calls, ready;

// The first one waits for the second, detached.
static PyObject *run(PyObject *self, PyObject *callback) {
  (void)self;
  pthread_mutex_lock(&mu);
  int first = calls++ == 0;
  pthread_mutex_unlock(&mu);
  if (first) {
    Py_BEGIN_ALLOW_THREADS
    pthread_mutex_lock(&mu);
    while (!ready)
      pthread_cond_wait(&changed, &mu);
    pthread_mutex_unlock(&mu);
    Py_END_ALLOW_THREADS
    return PyLong_FromLong(1);
  }
  PyObject *result = PyObject_CallObject(callback, NULL);
  pthread_mutex_lock(&mu);
  ready = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&mu);
  return result;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "condition", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_condition(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
