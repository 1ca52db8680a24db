// also: c++
#include <Python.h>

typedef struct { int state; } lock_t;
void my_lock(lock_t *);
void my_unlock(lock_t *);
static lock_t guard;

/* The helper holds the lock. */
static PyObject *get_locked(PyObject **cache) {
  my_lock(&guard);
  if (*cache == NULL)
    *cache = PyDict_New();
  PyObject *result = Py_XNewRef(*cache);
  my_unlock(&guard);
  return result;
}
PyObject *locked(void) {
  static PyObject *cache = NULL;
  return get_locked(&cache);
}

/* It publishes with a compare-exchange. */
static PyObject *get_published(PyObject **cache) {
  if (__atomic_load_n(cache, __ATOMIC_ACQUIRE) == NULL) {
    PyObject *fresh = PyDict_New(), *unset = NULL;
    if (!__atomic_compare_exchange_n(cache, &unset, fresh, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
      Py_XDECREF(fresh);
  }
  return Py_XNewRef(__atomic_load_n(cache, __ATOMIC_ACQUIRE));
}
PyObject *published(void) {
  static PyObject *cache = NULL;
  return get_published(&cache);
}

/* The same without a helper. */
PyObject *here(void) {
  static PyObject *cache = NULL;
  if (__atomic_load_n(&cache, __ATOMIC_ACQUIRE) == NULL) {
    PyObject *fresh = PyDict_New(), *unset = NULL;
    if (!__atomic_compare_exchange_n(&cache, &unset, fresh, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
      Py_XDECREF(fresh);
  }
  return Py_XNewRef(__atomic_load_n(&cache, __ATOMIC_ACQUIRE));
}
