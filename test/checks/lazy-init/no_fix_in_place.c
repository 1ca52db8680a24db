#include <Python.h>

static PyObject *first;
static PyObject *second;
PyObject *the_first_is_tested(void) {
  if (!first) { // warn: 'first' is filled on first use // no fix: other data is filled together with the variable
    first = PyUnicode_InternFromString("1"); // note: filled here
    second = PyUnicode_InternFromString("2");
  }
  return PyTuple_Pack(2, first, second);
}

static PyObject *kept, *other;
PyObject *declared_together(void) {
  if (!kept || !other) { // warn: 'kept' is filled on first use // no fix: other data is filled together with the variable
    kept = PyUnicode_InternFromString("1"); // note: filled here
    other = PyUnicode_InternFromString("2");
  }
  return PyTuple_Pack(2, kept, other);
}

PyObject *used_elsewhere(PyObject *o) {
  static PyObject *name = NULL;
  if (!name) { // warn: 'name' is filled on first use // no fix: part of the code in between is compiled conditionally
#ifdef WITH_COPY
    name = PyUnicode_InternFromString("__dict__");
    keep(&name);
#else
    name = PyUnicode_InternFromString("__weakref__"); // note: filled here
#endif
  }
  return PyObject_GetAttr(o, name);
}

static PyObject *left;
static PyObject *right;
void keep(PyObject *);
PyObject *handed_on(void) {
  if (!left || !right) { // warn: 'left' is filled on first use // no fix: other data is filled together with the variable
    left = PyUnicode_InternFromString("1"); // note: filled here
    right = PyUnicode_InternFromString("2");
    keep(right);
  }
  return PyTuple_Pack(2, left, right);
}
