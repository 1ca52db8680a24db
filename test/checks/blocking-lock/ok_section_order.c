#include <Python.h>
#include <pthread.h>

static pthread_mutex_t names = PTHREAD_MUTEX_INITIALIZER;
static int n;

typedef struct {
  PyObject_HEAD
  int used;
} Store;

// Always the section first.
PyObject *add(Store *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_CRITICAL_SECTION(self);
  pthread_mutex_lock(&names);
  self->used += n;
  pthread_mutex_unlock(&names);
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

// One after the other.
PyObject *drop(Store *self, PyObject *unused) {
  (void)unused;
  pthread_mutex_lock(&names);
  int by = n;
  pthread_mutex_unlock(&names);
  Py_BEGIN_CRITICAL_SECTION(self);
  self->used -= by;
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}
