#include <Python.h>
#include <unistd.h>

// The C API, reference counts and the error indicator want an attached thread.
PyObject *wait_for(PyObject *callback, int fd) {
  int failed;
  Py_BEGIN_ALLOW_THREADS // note: the thread is detached here
  failed = fsync(fd);
  if (failed)
    PyErr_SetFromErrno(PyExc_OSError); // warn: 'PyErr_SetFromErrno' is used while the thread is detached: only an attached thread may use the C API // no fix: the thread would have to be attached here
  Py_INCREF(callback); // warn: 'Py_INCREF' is used while the thread is detached // no fix: the thread would have to be attached
  Py_XDECREF(PyObject_CallNoArgs(callback)); // warn: 'PyObject_CallNoArgs' is used while the thread is detached // no fix: would have to be attached // warn: 'Py_XDECREF' is used while // no fix: would have to be attached
  Py_END_ALLOW_THREADS
  return failed ? NULL : Py_NewRef(callback);
}

static void *worker(void *callback) {
  Py_XDECREF(PyObject_CallNoArgs((PyObject *)callback)); // warn: 'PyObject_CallNoArgs' is used while the thread is detached // no fix: would have to be attached // warn: 'Py_XDECREF' is used // no fix: would have to be attached
  return NULL;
}
unsigned long start(PyObject *callback) {
  return PyThread_start_new_thread((void (*)(void *))(void (*)(void))worker, callback);
}
