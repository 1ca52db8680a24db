#include <Python.h>

// Attaches when it was given a thread state to do so with.
static int check(long index, PyThreadState *saved) {
  if (index < 0) {
    if (saved != NULL)
      PyEval_RestoreThread(saved);
    PyErr_SetString(PyExc_IndexError, "negative");
    return -1;
  }
  return 0;
}

PyObject *take(PyObject *self, long index) {
  if (check(index, NULL) < 0)
    return NULL;
  Py_INCREF(self);
  return self;
}

PyObject *take_detached(PyObject *self, long index) {
  PyThreadState *saved = PyEval_SaveThread();
  if (check(index, saved) < 0)
    return NULL;
  PyEval_RestoreThread(saved);
  return Py_NewRef(self);
}
