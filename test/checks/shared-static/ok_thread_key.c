#include <Python.h>

/* A key of GLib: each thread has a value of its own. */
typedef struct _GPrivate {
  void *p;
  void (*notify)(void *);
  void *future[2];
} GPrivate;
void *g_private_get(GPrivate *key);
void g_private_set(GPrivate *key, void *value);

static GPrivate wrapper;
void wrapper_set(PyObject *object) { g_private_set(&wrapper, object); }
PyObject *wrapper_get(void) { return (PyObject *)g_private_get(&wrapper); }
