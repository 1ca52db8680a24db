#include <Python.h>
#include <poll.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/select.h>
#include <unistd.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

PyObject *wait_for_it(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  pthread_mutex_lock(&mu);
  while (!ready)
    pthread_cond_wait(&changed, &mu);
  pthread_mutex_unlock(&mu);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

// A helper that only runs detached.
static void nap_for(int seconds) { sleep(seconds); }
PyObject *nap(PyObject *self, PyObject *seconds) {
  (void)self;
  int wanted = PyLong_AsLong(seconds);
  Py_BEGIN_ALLOW_THREADS
  nap_for(wanted);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

// Nothing is waited for.
PyObject *ask(PyObject *self, struct pollfd *fds, int fd) {
  struct timeval none = {0, 0};
  fd_set set;
  FD_ZERO(&set);
  int n = poll(fds, 1, 0) + select(1, &set, NULL, NULL, &none);
  n += flock(fd, LOCK_EX | LOCK_NB);
  return n ? Py_NewRef(self) : NULL;
}

// The project's own function of that name.
static int connect(PyObject *to) { return to != NULL; }
int use(PyObject *to) { return connect(to); }

// A thread of its own sleeps as long as it wants.
static void *worker(void *p) {
  sleep(1);
  return p;
}
int start(pthread_t *thread, PyObject *self) {
  (void)self;
  return pthread_create(thread, NULL, worker, NULL);
}
#include <fcntl.h>
#include <sys/wait.h>

// Asks, and does not wait.
PyObject *reap(PyObject *self, int pid) {
  (void)self;
  int status = 0;
  waitpid(pid, &status, WNOHANG);
  return PyLong_FromLong(status);
}
PyObject *flags(PyObject *self, int fd) {
  (void)self;
  struct flock part = {0};
  int now = fcntl(fd, F_GETFL);
  now |= fcntl(fd, F_SETLK, &part);
  return PyLong_FromLong(now);
}
