// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  char *data;
  Py_ssize_t size;
  int exports;
} Buffer;

static int get_buffer(Buffer *self, Py_buffer *view, int flags) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (view == NULL) {
    self->exports++; // warn: the counter of exported buffers 'self->exports' changes with no lock // review: a lock is added
    leave = 1;
    goto done;
  }
  if (PyBuffer_FillInfo(view, (PyObject *)self, self->data, self->size, 0, flags) < 0) {
    leave = 2;
    goto done;
  }
  self->exports++;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave == 1) {
    return 0;
  }
  if (leave == 2) {
    return -1;
  }
  return 0;
}

static void release_buffer(Buffer *self, Py_buffer *view) {
  Py_BEGIN_CRITICAL_SECTION(self);
  self->exports--; // warn: the counter of exported buffers 'self->exports' changes // review: a lock is added
  Py_END_CRITICAL_SECTION();
}

static PyBufferProcs procs = {(getbufferproc)get_buffer,
                              (releasebufferproc)release_buffer};

PyBufferProcs *the_procs(void) { return &procs; }
