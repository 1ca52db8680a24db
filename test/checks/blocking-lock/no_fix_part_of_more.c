#include <Python.h>
#include <pthread.h>
#include <sys/file.h>
#include <unistd.h>

PyObject *lock_file(PyObject *self, int fd) {
  (void)self;
  if (flock(fd, LOCK_EX) < 0) // warn: 'flock' may block while attached // no fix: the call is part of a larger statement
    return PyErr_SetFromErrno(PyExc_OSError);
  Py_RETURN_NONE;
}

PyObject *nap(PyObject *self, PyObject *seconds) {
  (void)self;
  sleep(PyLong_AsLong(seconds)); // warn: 'sleep' sleeps while attached // no fix: the statement uses Python objects
  Py_RETURN_NONE;
}

PyObject *join_all(PyObject *self, pthread_t *threads, int count) {
  for (int i = 0; i < count; i++)
    pthread_join(threads[i], NULL); // warn: 'pthread_join' waits // no fix: the statement is the unbraced body of another one
  return Py_NewRef(self);
}

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
#define LOCK() pthread_mutex_lock(&mu)

PyObject *call(PyObject *callback) {
  LOCK(); // warn: waits for 'mu' while attached // no fix: the call is hidden in a macro
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  pthread_mutex_unlock(&mu);
  return result;
}
