#include <Python.h>

/* The helper tests, and another one fills what it gets handed on. */
static int make_names(PyObject **names) {
  *names = PyDict_New();
  return *names == NULL ? -1 : 0;
}
static int has_name(PyObject **names, PyObject *name) {
  if (!*names && make_names(names) < 0)
    return -1;
  return PyDict_Contains(*names, name);
}
PyObject *parse(PyObject *self, PyObject *name) {
  static PyObject *names = NULL; // note: declared here
  int found = has_name(&names, name); // warn: 'names' is filled on first use by 'has_name' // no fix: a function fills the variable through its address: it must change for all its callers
  return found < 0 ? NULL : PyBool_FromLong(found);
}

/* Only the second helper tests. */
static void fill(PyObject **cache) {
  if (*cache == NULL)
    *cache = PyDict_New();
}
static PyObject *get(PyObject **cache) {
  fill(cache);
  return *cache;
}
PyObject *through_both(void) {
  static PyObject *cache = NULL; // note: declared here
  return Py_XNewRef(get(&cache)); // warn: 'cache' is filled on first use by 'get' // no fix: a function fills the variable through its address
}

/* The lock is taken between the test and the fill. */
typedef struct { int state; } lock_t;
void my_lock(lock_t *);
void my_unlock(lock_t *);
static lock_t guard;
static void fill_late(PyObject **cache) {
  if (*cache == NULL) {
    my_lock(&guard);
    *cache = PyDict_New();
    my_unlock(&guard);
  }
}
PyObject *half_locked(void) {
  static PyObject *cache = NULL; // note: declared here
  fill_late(&cache); // warn: 'cache' is tested outside of the lock that is held while it is filled // no fix: a lock is held while it is filled
  return Py_XNewRef(cache);
}
