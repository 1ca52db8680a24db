// Pairs about locks of C: what waits for a thread that waits for it, and the same
// without that.
#include <Python.h>
#include <pthread.h>
#include <threads.h>

static int total;
static PyObject *observers;

// Copied under the lock, called outside of it.
static pthread_mutex_t calls = PTHREAD_MUTEX_INITIALIZER;
PyObject *tell(PyObject *what) {
  pthread_mutex_lock(&calls); // warn: waits for 'calls' while attached // review: other threads run while this o
  PyObject *result = PyObject_CallOneArg(observers, what);
  pthread_mutex_unlock(&calls);
  return result;
}

static pthread_mutex_t copies = PTHREAD_MUTEX_INITIALIZER;
PyObject *tell_copy(PyObject *what) {
  pthread_mutex_lock(&copies);
  PyObject *copy = observers;
  Py_XINCREF(copy);
  pthread_mutex_unlock(&copies);
  if (copy == NULL)
    Py_RETURN_NONE;
  PyObject *result = PyObject_CallOneArg(copy, what);
  Py_DECREF(copy);
  return result;
}

// A lock of Python's own kind, held over a call; taken at once or detached.
typedef struct {
  PyObject_HEAD
  PyThread_type_lock lock;
  PyThread_type_lock polite;
  PyThread_type_lock timed;
  PyThread_type_lock polled;
  int fd;
} Stream;

PyObject *stream_str(Stream *self) {
  PyThread_acquire_lock(self->lock, WAIT_LOCK); // warn: waits for 'self->lock' while attached // review: other threads run while this o
  PyObject *text = PyUnicode_FromFormat("%R", observers);
  PyThread_release_lock(self->lock);
  return text;
}

#define ENTER(s)                                                               \
  if (!PyThread_acquire_lock((s)->polite, 0)) {                                \
    Py_BEGIN_ALLOW_THREADS                                                     \
    PyThread_acquire_lock((s)->polite, 1);                                     \
    Py_END_ALLOW_THREADS                                                       \
  }
PyObject *stream_repr(Stream *self) {
  ENTER(self);
  PyObject *text = PyUnicode_FromFormat("%R", observers);
  PyThread_release_lock(self->polite);
  return text;
}

// Without an end, and not at all.
PyObject *stream_call(Stream *self, PyObject *callback) {
  PyThread_acquire_lock_timed(self->timed, -1, 0); // warn: waits for 'self->timed' while attached // review: other threads run while this o
  PyObject *result = PyObject_CallNoArgs(callback);
  PyThread_release_lock(self->timed);
  return result;
}
PyObject *stream_try(Stream *self, PyObject *callback) {
  if (PyThread_acquire_lock_timed(self->polled, 0, 0) != PY_LOCK_ACQUIRED)
    Py_RETURN_NONE;
  PyObject *result = PyObject_CallNoArgs(callback);
  PyThread_release_lock(self->polled);
  return result;
}

// C11: taken attached, and detached.
static mtx_t plain, apart;
PyObject *compute(PyObject *self, PyObject *callback) {
  (void)self;
  mtx_lock(&plain); // warn: waits for 'plain' while attached // review: other threads run while this o
  PyObject *result = PyObject_CallNoArgs(callback);
  total++;
  mtx_unlock(&plain);
  return result;
}
PyObject *compute_apart(PyObject *self, PyObject *callback) {
  (void)self;
  PyThreadState *state = PyEval_SaveThread();
  mtx_lock(&apart);
  PyEval_RestoreThread(state);
  PyObject *result = PyObject_CallNoArgs(callback);
  total++;
  mtx_unlock(&apart);
  return result;
}

// Readers wait for a writer that runs Python.
static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
PyObject *rw_get(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_rwlock_rdlock(&rw); // warn: waits for 'rw' while attached // review: other threads run while this o
  int n = total;
  pthread_rwlock_unlock(&rw);
  return PyLong_FromLong(n);
}
PyObject *rw_set(PyObject *self, PyObject *value) {
  (void)self;
  pthread_rwlock_wrlock(&rw); // warn: waits for 'rw' while attached // review: other threads run while this o
  total = (int)PyNumber_AsSsize_t(value, NULL);
  pthread_rwlock_unlock(&rw);
  Py_RETURN_NONE;
}
static pthread_rwlock_t rw2 = PTHREAD_RWLOCK_INITIALIZER;
PyObject *rw2_get(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_rwlock_rdlock(&rw2);
  int n = total;
  pthread_rwlock_unlock(&rw2);
  return PyLong_FromLong(n);
}
PyObject *rw2_set(PyObject *self, PyObject *value) {
  (void)self;
  int n = (int)PyNumber_AsSsize_t(value, NULL);
  pthread_rwlock_wrlock(&rw2);
  total = n;
  pthread_rwlock_unlock(&rw2);
  Py_RETURN_NONE;
}

// The old value is given up with the lock in hand, and behind it.
static pthread_spinlock_t spin, spin2;
static PyObject *last, *last2;
PyObject *keep(PyObject *self, PyObject *value) {
  (void)self;
  Py_INCREF(value);
  pthread_spin_lock(&spin); // warn: waits for 'spin' while attached // review: other threads run while this o
  Py_XSETREF(last, value);
  pthread_spin_unlock(&spin);
  Py_RETURN_NONE;
}
PyObject *keep2(PyObject *self, PyObject *value) {
  (void)self;
  Py_INCREF(value);
  pthread_spin_lock(&spin2);
  PyObject *old = last2;
  last2 = value;
  pthread_spin_unlock(&spin2);
  Py_XDECREF(old);
  Py_RETURN_NONE;
}

// The way out that goes wrong raises with the lock in hand, and behind it.
static pthread_mutex_t checks = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t checks2 = PTHREAD_MUTEX_INITIALIZER;
PyObject *check(PyObject *self, PyObject *value) {
  pthread_mutex_lock(&checks); // warn: waits for 'checks' while attached // review: other threads run while this o
  if (total > 3) {
    PyErr_Format(PyExc_ValueError, "too much for %R", value);
    pthread_mutex_unlock(&checks);
    return NULL;
  }
  total++;
  pthread_mutex_unlock(&checks);
  return Py_NewRef(self);
}
PyObject *check2(PyObject *self, PyObject *value) {
  int failed = 0;
  pthread_mutex_lock(&checks2);
  if (total > 3)
    failed = 1;
  else
    total++;
  pthread_mutex_unlock(&checks2);
  if (failed) {
    PyErr_Format(PyExc_ValueError, "too much for %R", value);
    return NULL;
  }
  return Py_NewRef(self);
}

// A list is made under the lock, and before.
static pthread_mutex_t lists = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lists2 = PTHREAD_MUTEX_INITIALIZER;
PyObject *snapshot(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_mutex_lock(&lists); // warn: waits for 'lists' while attached // review: other threads run while this o
  PyObject *list = PyList_New(0);
  for (int i = 0; list && i < total; i++) {
    PyObject *n = PyLong_FromLong(i);
    if (n == NULL || PyList_Append(list, n) < 0)
      Py_CLEAR(list);
    Py_XDECREF(n);
  }
  pthread_mutex_unlock(&lists);
  return list;
}
PyObject *snapshot2(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_mutex_lock(&lists2);
  int n = total;
  pthread_mutex_unlock(&lists2);
  PyObject *list = PyList_New(n);
  for (int i = 0; list && i < n; i++)
    PyList_SET_ITEM(list, i, Py_NewRef(Py_None));
  return list;
}

// The lock is given back before the thread attaches again, and after.
typedef struct {
  PyObject_HEAD
  pthread_mutex_t late, early;
  long sent;
} Socket;
PyObject *send_late(Socket *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  pthread_mutex_lock(&self->late);
  self->sent++;
  Py_END_ALLOW_THREADS
  pthread_mutex_unlock(&self->late);
  Py_RETURN_NONE;
}
PyObject *count_late(Socket *self, PyObject *unused) {
  (void)unused;
  pthread_mutex_lock(&self->late); // warn: waits for 'self->late' while attached // review: other threads run while this o
  long n = self->sent;
  pthread_mutex_unlock(&self->late);
  return PyLong_FromLong(n);
}
PyObject *send_early(Socket *self, PyObject *unused) {
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  pthread_mutex_lock(&self->early);
  self->sent++;
  pthread_mutex_unlock(&self->early);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}
PyObject *count_early(Socket *self, PyObject *unused) {
  (void)unused;
  pthread_mutex_lock(&self->early);
  long n = self->sent;
  pthread_mutex_unlock(&self->early);
  return PyLong_FromLong(n);
}

// The callback of a native library attaches with the lock in hand, or without.
static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t free_ = PTHREAD_MUTEX_INITIALIZER;
static void *event(void *data) {
  pthread_mutex_lock(&held);
  total++;
  PyGILState_STATE state = PyGILState_Ensure();
  Py_XDECREF(PyObject_CallNoArgs(observers));
  PyGILState_Release(state);
  pthread_mutex_unlock(&held);
  return data;
}
static void *event2(void *data) {
  pthread_mutex_lock(&free_);
  total++;
  pthread_mutex_unlock(&free_);
  PyGILState_STATE state = PyGILState_Ensure();
  Py_XDECREF(PyObject_CallNoArgs(observers));
  PyGILState_Release(state);
  return data;
}
int start_events(pthread_t *a, pthread_t *b) {
  return pthread_create(a, NULL, event, NULL) + pthread_create(b, NULL, event2, NULL);
}
PyObject *events(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_mutex_lock(&held); // warn: waits for 'held' while attached // review: other threads run while this o
  int n = total;
  pthread_mutex_unlock(&held);
  return PyLong_FromLong(n);
}
PyObject *events2(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_mutex_lock(&free_);
  int n = total;
  pthread_mutex_unlock(&free_);
  return PyLong_FromLong(n);
}

// Wrapped in macros and functions.
static pthread_mutex_t macro = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t macro2 = PTHREAD_MUTEX_INITIALIZER;
#define GLOBAL_LOCK() pthread_mutex_lock(&macro)
#define GLOBAL_UNLOCK() pthread_mutex_unlock(&macro)
#define GLOBAL_LOCK2() Py_BEGIN_ALLOW_THREADS pthread_mutex_lock(&macro2); Py_END_ALLOW_THREADS
#define GLOBAL_UNLOCK2() pthread_mutex_unlock(&macro2)
PyObject *by_macro(PyObject *self, PyObject *key) {
  (void)self;
  GLOBAL_LOCK(); // warn: waits for 'macro' while attached // no fix: the call is hidden in a macro
  PyObject *v = PyObject_GetItem(observers, key);
  GLOBAL_UNLOCK();
  return v;
}
PyObject *by_macro2(PyObject *self, PyObject *key) {
  (void)self;
  GLOBAL_LOCK2();
  PyObject *v = PyObject_GetItem(observers, key);
  GLOBAL_UNLOCK2();
  return v;
}

// A loop that tries: attached all the time, and detached between two trials.
static pthread_mutex_t tries = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t tries2 = PTHREAD_MUTEX_INITIALIZER;
PyObject *by_trying(PyObject *self, PyObject *key) {
  (void)self;
  while (pthread_mutex_trylock(&tries) != 0) // warn: waits for 'tries' while attached // review: other threads run while this o
    ;
  PyObject *v = PyObject_GetItem(observers, key);
  pthread_mutex_unlock(&tries);
  return v;
}
PyObject *by_trying2(PyObject *self, PyObject *key) {
  (void)self;
  while (pthread_mutex_trylock(&tries2) != 0) {
    Py_BEGIN_ALLOW_THREADS
    sched_yield();
    Py_END_ALLOW_THREADS
  }
  PyObject *v = PyObject_GetItem(observers, key);
  pthread_mutex_unlock(&tries2);
  return v;
}

// Two locks in both orders, and in one.
static pthread_mutex_t l1 = PTHREAD_MUTEX_INITIALIZER, l2 = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t l3 = PTHREAD_MUTEX_INITIALIZER, l4 = PTHREAD_MUTEX_INITIALIZER;
static void one(void) {
  pthread_mutex_lock(&l1);
  pthread_mutex_lock(&l2);
  total++;
  pthread_mutex_unlock(&l2);
  pthread_mutex_unlock(&l1);
}
static void two(void) {
  pthread_mutex_lock(&l2);
  pthread_mutex_lock(&l1); // warn: 'l1' is taken while 'l2' is held // no fix: which lock comes first is a matter of design
  total--;
  pthread_mutex_unlock(&l1);
  pthread_mutex_unlock(&l2);
}
static void three(void) {
  pthread_mutex_lock(&l3);
  pthread_mutex_lock(&l4);
  total++;
  pthread_mutex_unlock(&l4);
  pthread_mutex_unlock(&l3);
}
static void four(void) {
  pthread_mutex_lock(&l4);
  total--;
  pthread_mutex_unlock(&l4);
  pthread_mutex_lock(&l3);
  total--;
  pthread_mutex_unlock(&l3);
}
PyObject *run_all(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  one(); two(); three(); four();
  Py_RETURN_NONE;
}
