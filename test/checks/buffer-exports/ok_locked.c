// requires: python3.13
// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  char *data;
  Py_ssize_t size;
  int exports;
} Buffer;

static int get_buffer(Buffer *self, Py_buffer *view, int flags) {
  int result;
  Py_BEGIN_CRITICAL_SECTION(self);
  result = PyBuffer_FillInfo(view, (PyObject *)self, self->data, self->size, 0, flags);
  if (result == 0)
    self->exports++;
  Py_END_CRITICAL_SECTION();
  return result;
}

static void release_buffer(Buffer *self, Py_buffer *view) {
  Py_BEGIN_CRITICAL_SECTION(self);
  self->exports--;
  Py_END_CRITICAL_SECTION();
}

static PyBufferProcs procs = {(getbufferproc)get_buffer,
                              (releasebufferproc)release_buffer};

// No counter: nothing to lose.
static int plain(Buffer *self, Py_buffer *view, int flags) {
  return PyBuffer_FillInfo(view, (PyObject *)self, self->data, self->size, 1, flags);
}

static PyBufferProcs plain_procs = {(getbufferproc)plain, NULL};

PyBufferProcs *the_procs(int which) { return which ? &procs : &plain_procs; }
