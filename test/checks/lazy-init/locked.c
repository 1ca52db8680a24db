#include <Python.h>

typedef struct { int state; } lock_t;
void lock_take(lock_t *);
void my_lock(lock_t *);
void my_unlock(lock_t *);
static lock_t guard;
static PyObject *shared; // note: declared here

/* Tested again under the lock, but the first test is outside of it. */
PyObject *double_checked(void) {
  if (shared == NULL) { // warn: 'shared' is tested outside of the lock that is held while it is filled // no fix: a lock is held while it is filled: take it for the test, too, or make the variable atomic
    my_lock(&guard);
    if (shared == NULL)
      shared = PyDict_New(); // note: filled here
    my_unlock(&guard);
  }
  return shared;
}
