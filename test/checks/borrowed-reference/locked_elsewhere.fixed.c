#include <Python.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static PyObject *registry;

// One place writes without the lock.
PyObject *get(PyObject *self, PyObject *key) {
  (void)self;
  pthread_mutex_lock(&lock);
  PyObject *value;
  PyDict_GetItemRef(registry, key, &value); // warn: borrowed from 'registry'
  pthread_mutex_unlock(&lock);
  return value;
}
int put(PyObject *key, PyObject *value) {
  return PyDict_SetItem(registry, key, value);
}

// The last use comes after the lock.
static PyObject *names;
PyObject *late(PyObject *self, PyObject *key) {
  (void)self;
  pthread_mutex_lock(&lock);
  PyObject *value;
  PyDict_GetItemRef(names, key, &value); // warn: borrowed from 'names'
  pthread_mutex_unlock(&lock);
  // note: used here while still borrowed
  return value;
}

// The container is handed out.
static PyObject *given;
PyObject *hand_out(void) {
  pthread_mutex_lock(&lock);
  PyObject *result = given;
  Py_XINCREF(result);
  pthread_mutex_unlock(&lock);
  return result;
}
PyObject *of_given(PyObject *self, PyObject *key) {
  (void)self;
  pthread_mutex_lock(&lock);
  PyObject *value;
  PyDict_GetItemRef(given, key, &value); // warn: borrowed from 'given'
  pthread_mutex_unlock(&lock);
  return value;
}
