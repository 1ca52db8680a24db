#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static int total;

// The one that waits does nothing of Python, the one that holds does.
PyObject *count(PyObject *self, PyObject *unused) {
  (void)unused;
  (void)self;
  pthread_mutex_lock(&mu); // warn: 'PyGILState_Ensure' waits until it is attached while another thread holds it // review: other threads run
  int now = ++total;
  pthread_mutex_unlock(&mu);
  return PyLong_FromLong(now);
}

static void *worker(void *callback) {
  pthread_mutex_lock(&mu); // note: the other thread took it here
  if (total > 3) {
    PyGILState_STATE state = PyGILState_Ensure(); // note: 'PyGILState_Ensure' waits until it is attached here
    PyGILState_Release(state);
  }
  total = 0;
  pthread_mutex_unlock(&mu);
  return callback;
}

int start(pthread_t *thread) {
  return pthread_create(thread, NULL, worker, NULL);
}
