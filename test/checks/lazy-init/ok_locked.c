#include <Python.h>

typedef struct { int state; } lock_t;
void my_lock(lock_t *);
void my_unlock(lock_t *);
void run_it_once(int *, void (*)(void));
static lock_t guard;
static int once;
static PyObject *shared, *first, *third;

PyObject *locked(void) {
  PyObject *result;
  my_lock(&guard);
  if (shared == NULL)
    shared = PyDict_New();
  result = shared;
  my_unlock(&guard);
  return result;
}

static void make_first(void) {
  if (first == NULL)
    first = PyDict_New();
}
PyObject *run_once(void) {
  run_it_once(&once, make_first);
  return first;
}

/* The macro may be empty where there is a GIL. */
#define CACHE_LOCK()
#define CACHE_UNLOCK()
PyObject *through_macro(void) {
  CACHE_LOCK();
  if (third == NULL)
    third = PyDict_New();
  CACHE_UNLOCK();
  return third;
}

#ifndef Py_GIL_DISABLED
PyObject *with_gil(void) {
  static PyObject *cache;
  if (cache == NULL)
    cache = PyDict_New();
  return cache;
}
#endif
