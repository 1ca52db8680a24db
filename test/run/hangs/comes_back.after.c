// requires: python3.13
// A module that hangs, see hangs.py.
#include <Python.h>
#include <pthread.h>

static PyMutex mu;
static int depth;

static PyObject *run(PyObject *self, PyObject *callback) {
  PyMutex_Lock(&mu);
  int call = depth++ < 2;
  PyMutex_Unlock(&mu);
  return call ? PyObject_CallFunction(callback, "O", self) : PyLong_FromLong(1);
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "comes_back", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_comes_back(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
