// Tests of a local variable that tell nothing about the static it came from.
#include <Python.h>

typedef struct { int state; } lock_t;
void my_lock(lock_t *);
void my_unlock(lock_t *);
static lock_t guard;
static PyObject *cache; // NOLINT(freethreading-shared-static)

/* The variable has another value by then. */
PyObject *set_again(PyObject *object) {
  PyObject *value = cache;
  value = PyObject_Str(object);
  if (value == NULL)
    cache = PyDict_New();
  return value;
}

/* Taken from a list that somebody else fills. */
struct node {
  struct node *next;
};
static struct node *first; // NOLINT(freethreading-shared-static)
struct node *take(void) {
  struct node *result = first;
  if (result != NULL)
    first = result->next;
  return result;
}

static PyObject *locked; // all of it under the lock
PyObject *get_locked(void) {
  my_lock(&guard);
  PyObject *value = locked;
  if (value == NULL) {
    value = PyDict_New();
    locked = value;
  }
  Py_XINCREF(value);
  my_unlock(&guard);
  return value;
}
