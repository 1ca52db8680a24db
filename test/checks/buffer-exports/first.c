// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  char *data;
  Py_ssize_t size;
  int exports;
} Buffer;

static int get_buffer(Buffer *self, Py_buffer *view, int flags) {
  if (view == NULL) {
    self->exports++; // warn: the counter of exported buffers 'self->exports' changes with no lock // review: a lock is added
    return 0;
  }
  if (PyBuffer_FillInfo(view, (PyObject *)self, self->data, self->size, 0, flags) < 0)
    return -1;
  self->exports++;
  return 0;
}

static void release_buffer(Buffer *self, Py_buffer *view) {
  self->exports--; // warn: the counter of exported buffers 'self->exports' changes // review: a lock is added
}

static PyBufferProcs procs = {(getbufferproc)get_buffer,
                              (releasebufferproc)release_buffer};

PyBufferProcs *the_procs(void) { return &procs; }
