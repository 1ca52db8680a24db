// also: c++
#include <Python.h>

#define FTIDY(fact) __attribute__((annotate("ftidy:" fact)))

// A function of another file that lends.
PyObject *registry_lookup(PyObject *name) FTIDY("returns_borrowed");

PyObject *use(PyObject *name) {
  PyObject *value = registry_lookup(name); // warn: 'registry_lookup' returns a reference borrowed that another thread may free before its last use // no fix: a function of this file returns the reference as borrowed
  Py_XINCREF(value);
  return value;
}

// The field next to the immutable one.
struct descriptor {
  PyObject_HEAD
  PyObject *fields FTIDY("immutable");
  PyObject *metadata;
};

PyObject *metadata(struct descriptor *self, PyObject *name) {
  PyObject *value;
  PyDict_GetItemRef(self->metadata, name, &value); // warn: borrowed from 'self->metadata'
  return value;
}

// An annotation of somebody else's.
static PyObject *annotated __attribute__((annotate("immutable")));

PyObject *not_ours(PyObject *name) {
  PyObject *value;
  PyDict_GetItemRef(annotated, name, &value); // warn: borrowed from 'annotated'
  return value;
}
