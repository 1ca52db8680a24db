#include <Python.h>

/* TODO: the smallest code that has to be flagged, with the mark on its line. */
void first(PyObject *object) {
  (void)object; // warn: TODO
}
