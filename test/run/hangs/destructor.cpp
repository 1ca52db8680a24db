// A module that hangs, see hangs.py.
#include <Python.h>
#include <thread>

// Its end waits for a thread that has to attach.
struct Worker {
  PyObject *callback, *result = NULL;
  std::thread thread;
  explicit Worker(PyObject *c) : callback(c), thread([this] { call(); }) {}
  ~Worker() {
    thread.join();
  }
  void call() {
    PyGILState_STATE state = PyGILState_Ensure();
    Py_XDECREF(PyObject_CallObject(callback, NULL));
    PyGILState_Release(state);
  }
};

static PyObject *run(PyObject *, PyObject *callback) {
  Worker *worker = new Worker(callback);
  delete worker;
  return PyLong_FromLong(1);
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "destructor", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_destructor(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
