#include <Python.h>

typedef struct { int state; } my_mutex;
void my_lock(my_mutex *);
void my_unlock(my_mutex *);
static my_mutex guard;
static int calls;
static PyObject *registry;
static int filled, table[8];

PyObject *count(PyObject *self, PyObject *unused) {
  int now;
  my_lock(&guard);
  now = ++calls;
  my_unlock(&guard);
  return PyLong_FromLong(now);
}

/* The section is on what everybody shares. */
void replace(PyObject *other) {
  Py_BEGIN_CRITICAL_SECTION(other);
  (void)other;
  Py_END_CRITICAL_SECTION();
  my_lock(&guard);
  Py_XSETREF(registry, Py_NewRef(other));
  my_unlock(&guard);
}

#ifndef Py_GIL_DISABLED
static int free_count;
int take(void) {
  return free_count > 0 ? free_count-- : 0;
}
#endif

/* Another file calls it when the module is initialised. */
int init_table(void) {
  for (int i = 0; i < 8; i++)
    table[i] = filled++;
  return table[0];
}
