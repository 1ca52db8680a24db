#include <Python.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
  PyObject_HEAD
  int handle;
  int busy;
} Stream;

// The flag was a lock as long as nothing came between the two lines.
PyObject *flush(Stream *self, PyObject *unused) {
  (void)unused;
  if (self->busy) { // warn: 'self->busy' is tested, and set later, without a lock: two threads may both find it free // no fix: it needs a lock, and which one
    PyErr_SetString(PyExc_RuntimeError, "busy");
    return NULL;
  }
  self->busy = 1; // note: it is set here
  int handle = self->handle;
  Py_BEGIN_ALLOW_THREADS
  fsync(handle);
  Py_END_ALLOW_THREADS
  self->busy = 0;
  Py_RETURN_NONE;
}

PyObject *handle(Stream *self, PyObject *unused) {
  (void)unused;
  if (self->busy != 0) { // warn: 'self->busy' is tested, and set later // no fix: it needs a lock
    PyErr_SetString(PyExc_RuntimeError, "busy");
    return NULL;
  }
  return PyLong_FromLong(self->handle);
}

// The same with one scratch buffer for all.
static int in_use;
static char scratch[64];
static char *get_scratch(void) {
  if (in_use) { // warn: 'in_use' is tested, and set later, without a lock // no fix: it needs a lock
    PyErr_SetString(PyExc_RuntimeError, "not re-entrant");
    return NULL;
  }
  in_use = 1; // note: it is set here
  return scratch;
}
static void free_scratch(void) { in_use = 0; }

PyObject *format(PyObject *self, PyObject *number) {
  (void)self;
  char *text = get_scratch();
  if (text == NULL)
    return NULL;
  snprintf(text, sizeof scratch, "%ld", PyLong_AsLong(number));
  PyObject *result = PyUnicode_FromString(text);
  free_scratch();
  return result;
}
