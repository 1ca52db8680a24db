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

// Taken under a condition, by a pointer, in a loop.
struct node {
  PyObject_HEAD
  pthread_mutex_t locks[2];
  PyObject *list;
  int shared, busy;
};

PyObject *maybe(struct node *self, PyObject *unused) {
  (void)unused;
  if (self->shared)
    pthread_mutex_lock(&lock);
  PyObject *item = PyList_GetItem(self->list, 0); // warn: borrowed from 'self->list' // no fix: a lock is held where the release would be
  if (item != NULL && PyFloat_CheckExact(item))
    total += 1;
  if (self->shared)
    pthread_mutex_unlock(&lock);
  Py_RETURN_NONE;
}

PyObject *one_of(struct node *self, PyObject *unused) {
  (void)unused;
  pthread_mutex_lock(&self->locks[1]);
  PyObject *item = PyList_GetItem(self->list, 0); // warn: borrowed from 'self->list' // no fix: a lock is held where the release would be
  if (item != NULL && PyFloat_CheckExact(item))
    total += 1;
  pthread_mutex_unlock(&self->locks[1]);
  Py_RETURN_NONE;
}

PyObject *spins(struct node *self, PyObject *unused) {
  (void)unused;
  while (__sync_lock_test_and_set(&self->busy, 1))
    ;
  PyObject *item = PyList_GetItem(self->list, 0); // warn: borrowed from 'self->list' // no fix: a lock is held where the release would be
  if (item != NULL && PyFloat_CheckExact(item))
    total += 1;
  __sync_lock_release(&self->busy);
  Py_RETURN_NONE;
}

// Released behind it.
PyObject *add_first(PyObject *self, PyObject *list) {
  (void)self;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  pthread_mutex_lock(&lock);
  total += 1;
  pthread_mutex_unlock(&lock);
  PyObject *result = PyObject_Repr(item);
  Py_DECREF(item);
  return result;
}
