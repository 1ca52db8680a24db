#include <Python.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static double total;

// The last reference may be released there, and what that runs takes the lock
// again.
PyObject *add(PyObject *self, PyObject *list) {
  (void)self;
  pthread_mutex_lock(&lock);
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    PyObject *item = PyList_GetItem(list, i); // warn: borrowed from 'list' // no fix: a lock is held where the release would be
    if (PyFloat_CheckExact(item))
      total += PyFloat_AS_DOUBLE(item);
  }
  pthread_mutex_unlock(&lock);
  Py_RETURN_NONE;
}

// Released behind it.
PyObject *add_first(PyObject *self, PyObject *list) {
  (void)self;
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  pthread_mutex_lock(&lock);
  total += 1;
  pthread_mutex_unlock(&lock);
  return PyObject_Repr(item);
}
