// A module that hangs, see hangs.py.
#include <Python.h>
#include <mutex>

static std::once_flag once;
static PyObject *what, *made;


static PyObject *run(PyObject *, PyObject *callback) {
  what = callback;
  // Runs once, and calls Python; the others wait for it attached.
  std::call_once(once, [] {
    made = PyObject_CallObject(what, NULL);
    if (made == NULL) {
      return;
    }
    Py_INCREF(made);
  });
  Py_XINCREF(made);
  return made;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "once_lambda", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_once_lambda() {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
