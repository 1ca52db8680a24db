#include <Python.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

static volatile int ready;
static atomic_int top;
static atomic_flag taken = ATOMIC_FLAG_INIT;
static long total;

// Detached meanwhile.
PyObject *until_ready(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  while (!ready)
    sched_yield();
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}

// Detached in every round.
PyObject *polls(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  while (!ready) {
    if (PyErr_CheckSignals() < 0)
      return NULL;
    Py_BEGIN_ALLOW_THREADS
    usleep(100);
    Py_END_ALLOW_THREADS
  }
  Py_RETURN_NONE;
}

// Nothing of Python happens to who has the lock.
PyObject *count(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  while (atomic_flag_test_and_set(&taken))
    ;
  long now = ++total;
  atomic_flag_clear(&taken);
  return PyLong_FromLong(now);
}

// Makes progress by itself.
PyObject *push(PyObject *self, PyObject *unused) {
  (void)unused;
  int old = atomic_load(&top);
  while (!atomic_compare_exchange_weak(&top, &old, old + 1))
    ;
  return Py_NewRef(self);
}
PyObject *skip(PyObject *self, const char *text) {
  const char *p = text;
  while (*p++ == ' ')
    ;
  int n = 10;
  while (n-- > 3)
    ;
  return *p ? Py_NewRef(self) : NULL;
}

// Who runs in a thread of its own waits as it likes.
static void worker(void *unused) {
  (void)unused;
  while (!ready)
    ;
}
unsigned long start(PyObject *self) {
  (void)self;
  return PyThread_start_new_thread(worker, NULL);
}

struct point {
  int code;
  struct point *next;
};

// Another place each time: these end by themselves.
PyObject *walks(struct point *p, struct point *q) {
  while ((++p)->code == 1)
    ;
  while ((q = q->next)->code == 1)
    ;
  return PyLong_FromLong(p->code + q->code);
}
