// A module that hangs, see hangs.py.
#include <Python.h>
#include <future>

// The thread that computes it has to attach.
static PyObject *run(PyObject *, PyObject *callback) {
  std::future<PyObject *> result = std::async(std::launch::async, [callback] {
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *made = PyObject_CallObject(callback, NULL);
    PyGILState_Release(state);
    return made;
  });
  result.wait();
  return result.get();
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "future", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_future(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
