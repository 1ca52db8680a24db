#include <Python.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

// What a detached thread may do.
PyObject *copy(PyObject *bytes, PyObject *callback, int fd) {
  const char *data = PyBytes_AS_STRING(bytes);
  Py_ssize_t size = PyBytes_GET_SIZE(bytes);
  char *own = NULL;
  int failed = 0;
  Py_BEGIN_ALLOW_THREADS
  own = (char *)PyMem_RawMalloc(size);
  if (own)
    memcpy(own, data, size);
  failed = fsync(fd);
  if (failed) {
    Py_BLOCK_THREADS
    PyErr_SetFromErrno(PyExc_OSError);
    Py_UNBLOCK_THREADS
  }
  PyGILState_STATE state = PyGILState_Ensure();
  Py_XDECREF(PyObject_CallNoArgs(callback));
  PyGILState_Release(state);
  PyMem_RawFree(own);
  Py_END_ALLOW_THREADS
  return failed ? NULL : Py_NewRef(callback);
}

// Attaches itself.
static void *worker(void *callback) {
  PyGILState_STATE state = PyGILState_Ensure();
  Py_XDECREF(PyObject_CallNoArgs((PyObject *)callback));
  PyGILState_Release(state);
  return NULL;
}
unsigned long start(PyObject *callback) {
  return PyThread_start_new_thread((void (*)(void *))(void (*)(void))worker, callback);
}

// Attached on one path, detached on the other, and told apart.
PyObject *sometimes(PyObject *callback, int size) {
  PyThreadState *save = NULL;
  if (size > 500)
    save = PyEval_SaveThread();
  usleep(1); // NOLINT(freethreading-blocking-lock)
  if (save)
    PyEval_RestoreThread(save);
  return PyObject_CallNoArgs(callback);
}

// A helper for both.
static void report(int failed) {
  if (PyGILState_Check())
    PyErr_SetString(PyExc_OSError, "failed");
  else
    errno = failed;
}
PyObject *reports(PyObject *self, int fd) {
  Py_BEGIN_ALLOW_THREADS
  report(fsync(fd));
  Py_END_ALLOW_THREADS
  return Py_NewRef(self);
}
