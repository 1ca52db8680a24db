#include <Python.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static PyObject *registry;

// The lock is held wherever the file touches the registry, and here until the
// reference is used for the last time.
PyObject *get(PyObject *self, PyObject *key) {
  (void)self;
  pthread_mutex_lock(&lock); // NOLINT(freethreading-blocking-lock)
  PyObject *value = PyDict_GetItemWithError(registry, key);
  Py_XINCREF(value);
  pthread_mutex_unlock(&lock);
  return value;
}

int put(PyObject *key, PyObject *value) {
  pthread_mutex_lock(&lock); // NOLINT(freethreading-blocking-lock)
  if (registry == NULL)
    registry = PyDict_New();
  int failed = registry == NULL || PyDict_SetItem(registry, key, value) < 0;
  pthread_mutex_unlock(&lock);
  return failed;
}

// A helper that is only called with the lock.
static PyObject *look_up(PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(registry, key);
  Py_XINCREF(value);
  return value;
}
PyObject *get_other(PyObject *self, PyObject *key) {
  (void)self;
  pthread_mutex_lock(&lock); // NOLINT(freethreading-blocking-lock)
  PyObject *value = look_up(key);
  pthread_mutex_unlock(&lock);
  return value;
}

typedef struct {
  PyObject_HEAD
  PyThread_type_lock lock;
  PyObject *items;
} Bag;

PyObject *first(Bag *self, PyObject *unused) {
  (void)unused;
  PyThread_acquire_lock(self->lock, 1); // NOLINT(freethreading-blocking-lock)
  PyObject *item = PyList_GetItem(self->items, 0);
  Py_XINCREF(item);
  PyThread_release_lock(self->lock);
  return item;
}

PyObject *add(Bag *self, PyObject *item) {
  PyThread_acquire_lock(self->lock, 1); // NOLINT(freethreading-blocking-lock)
  int failed = PyList_Append(self->items, item);
  PyThread_release_lock(self->lock);
  return failed ? NULL : Py_NewRef(item);
}
