#include <Python.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static long total;
static char name[64];

// Nothing of Python happens under the lock.
PyObject *count(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  pthread_mutex_lock(&mu);
  long now = ++total;
  pthread_mutex_unlock(&mu);
  return PyLong_FromLong(now);
}

PyObject *rename_to(PyObject *self, PyObject *text) {
  (void)self;
  const char *utf8 = PyUnicode_AsUTF8(text);
  if (utf8 == NULL)
    return NULL;
  pthread_mutex_lock(&mu);
  strncpy(name, utf8, sizeof name - 1);
  pthread_mutex_unlock(&mu);
  Py_RETURN_NONE;
}

// What is called before and after does not count.
PyObject *around(PyObject *callback) {
  PyObject *result = PyObject_CallNoArgs(callback);
  pthread_mutex_lock(&mu);
  ++total;
  pthread_mutex_unlock(&mu);
  Py_DECREF(callback);
  return result;
}

// Numbers and text never start the garbage collector.
PyObject *as_number(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  pthread_mutex_lock(&mu);
  PyObject *result = PyLong_FromLong(++total);
  pthread_mutex_unlock(&mu);
  return result;
}
