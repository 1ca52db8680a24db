#include <Python.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/file.h>
#include <unistd.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;
static sem_t slots;

PyObject *wait_for_it(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  pthread_mutex_lock(&mu);
  while (!ready)
    pthread_cond_wait(&changed, &mu); // warn: 'pthread_cond_wait' waits for another thread while attached: that thread may be waiting until it is attached // no fix: the wait takes its lock back, which must not be waited for attached
  pthread_mutex_unlock(&mu);
  Py_RETURN_NONE;
}

PyObject *join(PyObject *self, pthread_t thread) {
  (void)self;
  pthread_join(thread, NULL); // warn: 'pthread_join' waits for another thread while attached // review: other threads run while this one waits
  Py_RETURN_NONE;
}

PyObject *take(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  sem_wait(&slots); // warn: 'sem_wait' waits for another thread while attached // review: other threads run
  Py_RETURN_NONE;
}

PyObject *nap(PyObject *self, PyObject *seconds) {
  (void)self;
  unsigned left = PyLong_AsLong(seconds);
  left = sleep(left); // warn: 'sleep' sleeps while attached // review: other threads run
  return PyLong_FromLong(left);
}

PyObject *lock_file(PyObject *self, int fd) {
  (void)self;
  int failed;
  failed = flock(fd, LOCK_EX); // warn: 'flock' may block while attached // review: other threads run
  return PyLong_FromLong(failed);
}
