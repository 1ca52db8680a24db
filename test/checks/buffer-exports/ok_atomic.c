// args: -std=c11
#include <Python.h>

typedef struct {
  PyObject_HEAD
  char *data;
  Py_ssize_t size;
  _Atomic int exports;
} Buffer;

static int get_buffer(Buffer *self, Py_buffer *view, int flags) {
  if (PyBuffer_FillInfo(view, (PyObject *)self, self->data, self->size, 0, flags) < 0)
    return -1;
  self->exports++;
  return 0;
}

static void release_buffer(Buffer *self, Py_buffer *view) { self->exports--; }

static PyBufferProcs procs = {(getbufferproc)get_buffer,
                              (releasebufferproc)release_buffer};

PyBufferProcs *the_procs(void) { return &procs; }
