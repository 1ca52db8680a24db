// Pairs: what a detached thread must not do, and the same done right; and being
// attached as a lock, and a lock.
#include <Python.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  int fd, status, pos, busy, open_, used;
  atomic_int claimed;
  char *buffer;
  char *kept;
  PyObject *callback;
  pthread_mutex_t lock;
} Port;

// An exception is set while detached, and behind.
PyObject *sync_bad(Port *self, PyObject *unused) {
  (void)unused;
  int fd = self->fd;
  Py_BEGIN_ALLOW_THREADS
  if (fsync(fd) < 0)
    PyErr_SetFromErrno(PyExc_OSError); // warn: 'PyErr_SetFromErrno' is used while the thread is detached // no fix: the thread would have to be attached here
  Py_END_ALLOW_THREADS
  return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}
PyObject *sync_good(Port *self, PyObject *unused) {
  (void)unused;
  int fd = self->fd, failed;
  Py_BEGIN_ALLOW_THREADS
  failed = fsync(fd) < 0;
  Py_END_ALLOW_THREADS
  return failed ? PyErr_SetFromErrno(PyExc_OSError) : Py_NewRef(Py_None);
}
// A reference is taken while detached, and before.
PyObject *keep_bad(PyObject *self, PyObject *o) {
  (void)self;
  Py_BEGIN_ALLOW_THREADS
  usleep(1);
  Py_INCREF(o); // warn: 'Py_INCREF' is used while the thread is detached // no fix: the thread would have to be attached here
  Py_END_ALLOW_THREADS
  return o;
}
PyObject *keep_good(PyObject *self, PyObject *o) {
  (void)self;
  Py_INCREF(o);
  Py_BEGIN_ALLOW_THREADS
  usleep(1);
  Py_END_ALLOW_THREADS
  return o;
}
// The way out that goes wrong forgets to attach.
PyObject *leave_bad(Port *self, PyObject *unused) {
  (void)unused;
  int fd = self->fd;
  PyThreadState *save = PyEval_SaveThread();
  if (fsync(fd) < 0)
    return PyErr_SetFromErrno(PyExc_OSError); // warn: 'PyErr_SetFromErrno' is used while the thread is detached // no fix: the thread would have to be attached here
  PyEval_RestoreThread(save);
  Py_RETURN_NONE;
}
PyObject *leave_good(Port *self, PyObject *unused) {
  (void)unused;
  int fd = self->fd;
  PyThreadState *save = PyEval_SaveThread();
  if (fsync(fd) < 0) {
    PyEval_RestoreThread(save);
    return PyErr_SetFromErrno(PyExc_OSError);
  }
  PyEval_RestoreThread(save);
  Py_RETURN_NONE;
}
// Attached for a moment, and not long enough.
PyObject *block_good(Port *self, PyObject *cb) {
  int fd = self->fd;
  Py_BEGIN_ALLOW_THREADS
  while (fsync(fd) < 0) {
    Py_BLOCK_THREADS
    Py_XDECREF(PyObject_CallNoArgs(cb));
    Py_UNBLOCK_THREADS
  }
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}
PyObject *block_bad(Port *self, PyObject *cb) {
  int fd = self->fd;
  Py_BEGIN_ALLOW_THREADS
  while (fsync(fd) < 0) {
    Py_BLOCK_THREADS
    PyObject *r = PyObject_CallNoArgs(cb);
    Py_UNBLOCK_THREADS
    Py_XDECREF(r); // warn: 'Py_XDECREF' is used while the thread is detached // no fix: the thread would have to be attached here
  }
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}
// A field is set while detached, and behind.
PyObject *flush_bad(Port *self, PyObject *unused) {
  (void)unused;
  int fd = self->fd;
  Py_BEGIN_ALLOW_THREADS
  self->status = fsync(fd); // warn: 'self->status' is set while the thread is detached // review: other threads see the new valu
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}
PyObject *get_status(Port *self, void *c) { (void)c; return PyLong_FromLong(self->status); }
PyObject *seek_good(Port *self, PyObject *unused) {
  (void)unused;
  int fd = self->fd, now;
  Py_BEGIN_ALLOW_THREADS
  now = (int)lseek(fd, 0, SEEK_CUR);
  Py_END_ALLOW_THREADS
  self->pos = now;
  Py_RETURN_NONE;
}
PyObject *get_pos(Port *self, void *c) { (void)c; return PyLong_FromLong(self->pos); }
// Memory that another method frees, and memory of one's own.
PyObject *fill_bad(Port *self, PyObject *unused) {
  (void)unused;
  ssize_t n;
  int fd = self->fd;
  Py_BEGIN_ALLOW_THREADS
  n = read(fd, self->buffer, 16); // warn: 'self->buffer' is used while the thread is detached // no fix: it needs a lock, and which one is a matter of design
  Py_END_ALLOW_THREADS
  return PyLong_FromSsize_t(n);
}
PyObject *close_bad(Port *self, PyObject *unused) {
  (void)unused;
  free(self->buffer);
  self->buffer = NULL;
  Py_RETURN_NONE;
}
PyObject *fill_good(Port *self, PyObject *unused) {
  (void)unused;
  ssize_t n;
  int fd = self->fd;
  char own[16];
  Py_BEGIN_ALLOW_THREADS
  n = read(fd, own, 16);
  Py_END_ALLOW_THREADS
  pthread_mutex_lock(&self->lock);
  if (n > 0 && self->kept)
    memcpy(self->kept, own, n);
  pthread_mutex_unlock(&self->lock);
  return PyLong_FromSsize_t(n);
}
PyObject *close_good(Port *self, PyObject *unused) {
  (void)unused;
  pthread_mutex_lock(&self->lock);
  free(self->kept);
  self->kept = NULL;
  pthread_mutex_unlock(&self->lock);
  Py_RETURN_NONE;
}
// A helper that raises: it wants to be attached, or attaches itself.
static int fail_bad(const char *what) { PyErr_SetString(PyExc_OSError, what); return -1; }
static int fail_good(const char *what) {
  PyGILState_STATE st = PyGILState_Ensure();
  PyErr_SetString(PyExc_OSError, what);
  PyGILState_Release(st);
  return -1;
}
PyObject *helper_bad(Port *self, PyObject *unused) {
  (void)unused;
  int fd = self->fd, r = 0;
  if (fd < 0) { fail_bad("x"); return NULL; }
  Py_BEGIN_ALLOW_THREADS
  if (fsync(fd))
    r = fail_bad("fsync"); // warn: 'fail_bad' is called while the thread is detached // no fix: the thread would have to be attached here
  Py_END_ALLOW_THREADS
  return r ? NULL : Py_NewRef(Py_None);
}
PyObject *helper_good(Port *self, PyObject *unused) {
  (void)unused;
  int fd = self->fd, r = 0;
  Py_BEGIN_ALLOW_THREADS
  if (fsync(fd))
    r = fail_good("fsync");
  Py_END_ALLOW_THREADS
  return r ? NULL : Py_NewRef(Py_None);
}
// A thread of its own.
static void *run_bad(void *o) {
  PyObject *r = PyObject_CallNoArgs((PyObject *)o); // warn: 'PyObject_CallNoArgs' is used while the thread is detached // no fix: the thread would have to be attached here
  Py_XDECREF(r); // warn: 'Py_XDECREF' is used while the thread is detached // no fix: the thread would have to be attached here
  return NULL;
}
static void *run_good(void *o) {
  PyGILState_STATE st = PyGILState_Ensure();
  PyObject *r = PyObject_CallNoArgs((PyObject *)o);
  Py_XDECREF(r);
  PyGILState_Release(st);
  return NULL;
}
int start_both(pthread_t *a, pthread_t *b, PyObject *o) {
  return pthread_create(a, NULL, run_bad, o) + pthread_create(b, NULL, run_good, o);
}
// Attached, and so alone? A lock, or an atomic number.
static long total_bad, total_good;
static atomic_long total_atomic;
static pthread_mutex_t total_lock = PTHREAD_MUTEX_INITIALIZER;
void count_bad(long n) {
  PyGILState_STATE st = PyGILState_Ensure(); // warn: 'PyGILState_Ensure' is all that keeps other threads away from 'total_b // no fix: it needs a lock, and which one is a matter of design
  total_bad += n;
  PyGILState_Release(st);
}
void count_good(long n) {
  pthread_mutex_lock(&total_lock);
  total_good += n;
  pthread_mutex_unlock(&total_lock);
}
void count_atomic(long n) {
  PyGILState_STATE st = PyGILState_Ensure();
  total_atomic += n;
  PyErr_Clear();
  PyGILState_Release(st);
}
// The same with a list.
struct node { struct node *next; int v; };
static struct node *list_bad, *list_good;
void push_bad(struct node *n) {
  PyGILState_STATE st = PyGILState_Ensure(); // warn: 'PyGILState_Ensure' is all that keeps other threads away from 'list_ba // no fix: it needs a lock, and which one is a matter of design
  n->next = list_bad;
  list_bad = n;
  PyGILState_Release(st);
}
void push_good(struct node *n) {
  pthread_mutex_lock(&total_lock);
  n->next = list_good;
  list_good = n;
  pthread_mutex_unlock(&total_lock);
}
// A flag that is tested and set, and one that is exchanged.
PyObject *run_flag_bad(Port *self, PyObject *unused) {
  (void)unused;
  if (self->busy) { // warn: 'self->busy' is tested // no fix: it needs a lock, and which one is a matter of design
    PyErr_SetString(PyExc_RuntimeError, "busy");
    return NULL;
  }
  self->busy = 1;
  int fd = self->fd;
  Py_BEGIN_ALLOW_THREADS
  fsync(fd);
  Py_END_ALLOW_THREADS
  self->busy = 0;
  Py_RETURN_NONE;
}
PyObject *run_flag_good(Port *self, PyObject *unused) {
  (void)unused;
  if (atomic_exchange(&self->claimed, 1)) {
    PyErr_SetString(PyExc_RuntimeError, "busy");
    return NULL;
  }
  int fd = self->fd;
  Py_BEGIN_ALLOW_THREADS
  fsync(fd);
  Py_END_ALLOW_THREADS
  atomic_store(&self->claimed, 0);
  Py_RETURN_NONE;
}
// At the end of the process.
static PyObject *cache_bad, *cache_good;
static void end_bad(void) {
  Py_CLEAR(cache_bad); // warn: 'Py_CLEAR' is used when the process ends // no fix: it has to move to where the module is cleared, or ask whethe
}
static void end_good(void) {
  if (Py_IsInitialized()) {
    PyGILState_STATE st = PyGILState_Ensure();
    Py_CLEAR(cache_good);
    PyGILState_Release(st);
  }
}
PyObject *keep_both(PyObject *self, PyObject *o) {
  (void)self;
  cache_bad = Py_NewRef(o);
  cache_good = Py_NewRef(o);
  atexit(end_bad);
  atexit(end_good);
  Py_RETURN_NONE;
}
// Memory of Python's, and raw memory.
PyObject *mem_bad(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  char *p;
  Py_BEGIN_ALLOW_THREADS
  p = PyMem_Malloc(100); // warn: 'PyMem_Malloc' is used while the thread is detached // no fix: the thread would have to be attached here
  Py_END_ALLOW_THREADS
  PyMem_Free(p);
  Py_RETURN_NONE;
}
PyObject *mem_good(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  char *p;
  Py_BEGIN_ALLOW_THREADS
  p = PyMem_RawMalloc(100);
  Py_END_ALLOW_THREADS
  PyMem_RawFree(p);
  Py_RETURN_NONE;
}
// The data of an immutable object that the caller holds.
PyObject *bytes_good(Port *self, PyObject *b) {
  char *p = PyBytes_AS_STRING(b);
  Py_ssize_t n = PyBytes_GET_SIZE(b), r;
  int fd = self->fd;
  Py_BEGIN_ALLOW_THREADS
  r = write(fd, p, n);
  Py_END_ALLOW_THREADS
  return PyLong_FromSsize_t(r);
}
