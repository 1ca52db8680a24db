// Pairs about waiting in C: attached, and detached or not at all.
#include <Python.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static sem_t slots;
static pthread_barrier_t all_here;
static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t mu2 = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;
static volatile int flag;

// A semaphore.
PyObject *take_bad(PyObject *self, PyObject *unused) {
  (void)unused;
  sem_wait(&slots); // warn: 'sem_wait' waits for another thread while attached // review: other threads run while this o
  return Py_NewRef(self);
}
PyObject *take_good(PyObject *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  sem_wait(&slots);
  Py_END_ALLOW_THREADS
  return Py_NewRef(self);
}

// A barrier.
PyObject *meet_bad(PyObject *self, PyObject *unused) {
  (void)unused;
  pthread_barrier_wait(&all_here); // warn: 'pthread_barrier_wait' waits for another thread while attached // review: other threads run while this o
  return Py_NewRef(self);
}
PyObject *meet_good(PyObject *self, PyObject *unused) {
  (void)unused;
  PyThreadState *state = PyEval_SaveThread();
  pthread_barrier_wait(&all_here);
  PyEval_RestoreThread(state);
  return Py_NewRef(self);
}

// A condition.
PyObject *until_bad(PyObject *self, PyObject *unused) {
  (void)unused;
  pthread_mutex_lock(&mu);
  while (!ready)
    pthread_cond_wait(&changed, &mu); // warn: 'pthread_cond_wait' waits for another thread while attached // no fix: the wait takes its lock back, which must not be waited for a
  pthread_mutex_unlock(&mu);
  return Py_NewRef(self);
}
PyObject *until_good(PyObject *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  pthread_mutex_lock(&mu2);
  while (!ready)
    pthread_cond_wait(&changed, &mu2);
  pthread_mutex_unlock(&mu2);
  Py_END_ALLOW_THREADS
  return Py_NewRef(self);
}

// The end of a thread, and of a process.
PyObject *join_bad(PyObject *self, pthread_t thread) {
  pthread_join(thread, NULL); // warn: 'pthread_join' waits for another thread while attached // review: other threads run while this o
  return Py_NewRef(self);
}
PyObject *join_good(PyObject *self, pthread_t thread) {
  Py_BEGIN_ALLOW_THREADS
  pthread_join(thread, NULL);
  Py_END_ALLOW_THREADS
  return Py_NewRef(self);
}
PyObject *reap_bad(PyObject *self, int pid) {
  waitpid(pid, NULL, 0); // warn: 'waitpid' waits for another thread while attached // review: other threads run while this o
  return Py_NewRef(self);
}
PyObject *reap_good(PyObject *self, int pid) {
  waitpid(pid, NULL, WNOHANG);
  return Py_NewRef(self);
}

// What may not be there yet.
PyObject *receive_bad(PyObject *self, int fd) {
  char byte;
  recv(fd, &byte, 1, 0); // warn: 'recv' may block while attached // review: other threads run while this o
  return Py_NewRef(self);
}
PyObject *receive_good(PyObject *self, int fd) {
  char byte;
  recv(fd, &byte, 1, MSG_DONTWAIT);
  return Py_NewRef(self);
}
PyObject *select_bad(PyObject *self, int fd) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(fd, &set);
  select(fd + 1, &set, NULL, NULL, NULL); // warn: 'select' may block while attached // review: other threads run while this o
  return Py_NewRef(self);
}
PyObject *select_good(PyObject *self, int fd) {
  fd_set set;
  struct timeval none = {0, 0};
  FD_ZERO(&set);
  FD_SET(fd, &set);
  select(fd + 1, &set, NULL, NULL, &none);
  return Py_NewRef(self);
}

// The lock of a file.
PyObject *lock_bad(PyObject *self, int fd) {
  flock(fd, LOCK_EX); // warn: 'flock' may block while attached // review: other threads run while this o
  return Py_NewRef(self);
}
PyObject *lock_good(PyObject *self, int fd) {
  flock(fd, LOCK_EX | LOCK_NB);
  return Py_NewRef(self);
}

// A server is asked.
PyObject *resolve_bad(PyObject *self, const char *name) {
  struct addrinfo *found = NULL;
  getaddrinfo(name, NULL, NULL, &found); // warn: 'getaddrinfo' may block while attached // review: other threads run while this o
  freeaddrinfo(found);
  return Py_NewRef(self);
}
PyObject *resolve_good(PyObject *self, const char *name) {
  struct addrinfo *found = NULL;
  Py_BEGIN_ALLOW_THREADS
  getaddrinfo(name, NULL, NULL, &found);
  Py_END_ALLOW_THREADS
  freeaddrinfo(found);
  return Py_NewRef(self);
}

// A loop, and one that lets others run.
PyObject *spin_bad(PyObject *self, PyObject *unused) {
  (void)unused;
  while (!flag) // warn: a loop waits for 'flag' while attached // review: other threads run while this o
    ;
  return Py_NewRef(self);
}
PyObject *spin_good(PyObject *self, PyObject *unused) {
  (void)unused;
  while (!flag) {
    Py_BEGIN_ALLOW_THREADS
    usleep(10);
    Py_END_ALLOW_THREADS
  }
  return Py_NewRef(self);
}
