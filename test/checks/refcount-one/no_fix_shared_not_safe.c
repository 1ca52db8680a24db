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

/* A chain is taken apart here, and not by as many deallocators in each other. */
typedef struct {
  PyObject_HEAD
  PyObject *next;
} Link;
void take_apart(PyObject *link) {
  while (link != NULL && Py_REFCNT(link) == 1) { // warn: the reference count of 'link' // no fix: an object that only seems to be shared would be released too early, or not kept
    PyObject *next = ((Link *)link)->next;
    ((Link *)link)->next = NULL;
    Py_DECREF(link);
    link = next;
  }
  Py_XDECREF(link);
}
