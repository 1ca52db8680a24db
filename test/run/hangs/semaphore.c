// A module that hangs, see hangs.py.
#include <Python.h>
#include <semaphore.h>
#include <stdatomic.h>

static sem_t ready;
static atomic_int calls;

// The second one waits until the first is done, attached.
static PyObject *run(PyObject *self, PyObject *callback) {
  (void)self;
  if (atomic_fetch_add(&calls, 1) > 0) {
    sem_wait(&ready);
    return PyLong_FromLong(1);
  }
  PyObject *result = PyObject_CallObject(callback, NULL);
  sem_post(&ready);
  return result;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "semaphore", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_semaphore(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
