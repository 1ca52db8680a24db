#include <Python.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int g_table[16];
static int g_n;
static __thread int depth;

// Attached to call Python: right.
void cb(void *arg) {
  PyGILState_STATE st = PyGILState_Ensure();
  PyObject *r = PyObject_CallNoArgs((PyObject *)arg);
  if (!r)
    PyErr_Print();
  Py_XDECREF(r);
  PyGILState_Release(st);
}

// A lock of its own.
void add(int v) {
  PyGILState_STATE st = PyGILState_Ensure();
  Py_BEGIN_ALLOW_THREADS
  pthread_mutex_lock(&lock);
  Py_END_ALLOW_THREADS
  g_table[g_n++ & 15] = v;
  pthread_mutex_unlock(&lock);
  PyGILState_Release(st);
}

// Of this thread alone, or of the function.
void enter(void) {
  PyGILState_STATE st = PyGILState_Ensure();
  int local = 1;
  depth += local;
  PyErr_Clear();
  PyGILState_Release(st);
}

int sum(void) {
  PyGILState_STATE st = PyGILState_Ensure();
  int result = g_n;
  PyErr_Clear();
  PyGILState_Release(st);
  return result;
}
