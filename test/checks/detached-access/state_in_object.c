#include <Python.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  PyThreadState *saved;
  int fd;
} Link;

// Two threads with one place for their thread states. A macro that many
// functions use is reported once.
#define LINK_DETACH(l)                                                         \
  {                                                                            \
    Link *lo = (l);                                                            \
    lo->saved = PyEval_SaveThread();                                           \
  }
#define LINK_ATTACH(l)                                                         \
  {                                                                            \
    Link *lo = (l);                                                            \
    PyThreadState *state = lo->saved;                                          \
    lo->saved = NULL;                                                          \
    PyEval_RestoreThread(state);                                               \
  }

PyObject *sync_link(Link *self, PyObject *unused) {
  (void)unused;
  LINK_DETACH(self) // warn: 'saved' is set while the thread is detached, without a lock, and 'sync_twice' may use it // no fix: hidden in a macro
  fsync(self->fd);
  LINK_ATTACH(self)
  Py_RETURN_NONE;
}

PyObject *sync_twice(Link *self, PyObject *unused) {
  (void)unused;
  LINK_DETACH(self) // note: used in 'sync_twice' here
  fdatasync(self->fd);
  LINK_ATTACH(self)
  Py_RETURN_NONE;
}
