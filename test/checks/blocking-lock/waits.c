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
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>

PyObject *read_some(PyObject *self, int fd) {
  (void)self;
  char buffer[64];
  ssize_t got;
  got = read(fd, buffer, sizeof buffer); // warn: 'read' may block while attached // review: other threads run
  return PyBytes_FromStringAndSize(buffer, got > 0 ? got : 0);
}

PyObject *run(PyObject *self, const char *command) {
  (void)self;
  int status;
  status = system(command); // warn: 'system' waits for another thread while attached // review: other threads run
  return PyLong_FromLong(status);
}

PyObject *lock_part(PyObject *self, int fd) {
  (void)self;
  struct flock part = {0};
  int failed;
  failed = fcntl(fd, F_SETLKW, &part); // warn: 'fcntl' may block while attached // review: other threads run
  return PyLong_FromLong(failed);
}

PyObject *resolve(PyObject *self, const char *name) {
  (void)self;
  struct addrinfo *found = NULL;
  int failed;
  failed = getaddrinfo(name, NULL, NULL, &found); // warn: 'getaddrinfo' may block while attached // review: other threads run
  if (failed == 0)
    freeaddrinfo(found);
  return PyLong_FromLong(failed);
}
