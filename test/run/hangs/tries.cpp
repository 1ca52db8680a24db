// A module that hangs, see hangs.py.
#include <Python.h>
#include <mutex>
#include <thread>

static std::mutex mu;

// It never gives up, and never lets the other one go on.
static PyObject *run(PyObject *, PyObject *callback) {
  while (!mu.try_lock())
    std::this_thread::yield();
  PyObject *result = PyObject_CallObject(callback, NULL);
  mu.unlock();
  return result;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "tries", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_tries(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
