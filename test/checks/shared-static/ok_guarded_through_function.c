// also: c++
#include <Python.h>

typedef struct { int state; } lock_t;
void my_lock(lock_t *);
void my_unlock(lock_t *);
static lock_t guard;
static PyObject *shared;
static long calls, more;

/* What changes it through its address holds the lock, or does it in one step. */
static void replace(PyObject **at, PyObject *with) {
  my_lock(&guard);
  PyObject *old = *at;
  *at = Py_XNewRef(with);
  my_unlock(&guard);
  Py_XDECREF(old);
}
static void step(long *at) { __atomic_fetch_add(at, 1, __ATOMIC_RELAXED); }
static void step_locked(long *at) {
  my_lock(&guard);
  ++*at;
  my_unlock(&guard);
}

static PyObject *method(PyObject *self, PyObject *object) {
  replace(&shared, object);
  step(&calls);
  step_locked(&more);
  return PyLong_FromLong(calls + more + (shared == object));
}

PyCFunction functions[] = {method};
