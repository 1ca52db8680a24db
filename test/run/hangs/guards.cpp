// A module that hangs, see hangs.py.
#include <Python.h>
#include <mutex>
#include <unistd.h>

static std::mutex mu;
static long calls;

struct Release {
  PyThreadState *state = PyEval_SaveThread();
  ~Release() { PyEval_RestoreThread(state); }
};

// Attached again with the lock in hand.
static PyObject *run(PyObject *, PyObject *callback) {
  {
    std::lock_guard<std::mutex> guard(mu);
    Release release;
    calls++;
    usleep(300000);
  }
  return PyObject_CallObject(callback, NULL);
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "guards", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_guards(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
