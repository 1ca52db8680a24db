// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *loader;
  char *data;
  Py_ssize_t size;
  int exports;
} Buffer;

// What it calls may give the lock away.
static int get_buffer(Buffer *self, Py_buffer *view, int flags) {
  self->exports++; // warn: the counter of exported buffers 'self->exports' changes // no fix: a call in between may suspend the critical section
  PyObject *loaded = PyObject_CallNoArgs(self->loader);
  if (loaded == NULL) {
    self->exports--;
    return -1;
  }
  Py_DECREF(loaded);
  return PyBuffer_FillInfo(view, (PyObject *)self, self->data, self->size, 0, flags);
}

static PyBufferProcs procs = {(getbufferproc)get_buffer, NULL};

PyBufferProcs *the_procs(void) { return &procs; }
