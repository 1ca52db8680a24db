#include <Python.h>
#include <string.h>

/* The last reference is given up later: the object's end may run code that sees
   the list half done. */
int forget(PyObject **items, Py_ssize_t n, PyObject **later) {
  PyObject **next = later;
  Py_ssize_t i;
  for (i = 0; i < n; i++) {
    if (Py_REFCNT(items[i]) > 1) // warn: of 'items[i]' does not tell // no fix: an object that only seems to be shared would be released too early, or not kept
      Py_DECREF(items[i]);
    else
      *next++ = items[i];
  }
  return (int)(next - later);
}

typedef struct {
  PyObject_HEAD
  void *handle;
} Wrap;
void *keep(void *handle);

static PyObject *handle_of(PyObject *self, PyObject *arg) {
  void *handle = ((Wrap *)arg)->handle;
  if (Py_REFCNT(arg) == 1) // warn: of 'arg' does not tell // no fix: an object that only seems to be shared would be released too early, or not kept
    keep(handle);
  return PyLong_FromVoidPtr(handle);
}

PyMethodDef methods[] = {{"handle_of", handle_of, METH_O, NULL}, {NULL, NULL, 0, NULL}};
