// modes: gil
#include <Python.h>
#include <pthread.h>

static pthread_mutex_t names = PTHREAD_MUTEX_INITIALIZER;
static int n;

typedef struct {
  PyObject_HEAD
  int used;
} Store;

// With the lock, for the section: here who waits is detached, but has the lock.
PyObject *add(Store *self, PyObject *unused) {
  (void)unused;
  pthread_mutex_lock(&names);
  Py_BEGIN_CRITICAL_SECTION(self); // note: the other thread enters it here
  self->used++;
  Py_END_CRITICAL_SECTION();
  pthread_mutex_unlock(&names);
  Py_RETURN_NONE;
}

// In the section, for the lock: attached, so the section stays entered.
PyObject *drop(Store *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_CRITICAL_SECTION(self);
  pthread_mutex_lock(&names); // warn: 'names' is waited for in a critical section on 'self', and elsewhere the section is entered with the lock held // no fix: which lock comes first
  self->used -= n;
  pthread_mutex_unlock(&names);
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}
