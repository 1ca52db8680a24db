// options: MinPython=3.8
// compat: path
// modes: gil
#include <Python.h>
#include "pythoncapi_compat.h"

typedef struct {
  PyObject_HEAD
  PyObject *item;
} Box;

static Box *box;

PyObject *direct(void) {
  if (PyUnstable_Object_IsUniquelyReferenced(box->item)) // warn: of 'box->item' does not tell
    return box->item;
  return PyTuple_New(1);
}

PyObject *in_header(void) {
  if (PyUnstable_Object_IsUniquelyReferenced((PyObject *)box)) { // warn: of 'box' does not tell
    box->item = NULL;
    return NULL;
  }
  return PyTuple_New(1);
}

PyObject *behind_a_cast(void *any) {
  if (((PyObject *)any)->ob_refcnt > 1) // warn: of 'any' does not tell // review: right only for an object that the callers own
    any = PyTuple_New(1);
  return (PyObject *)any;
}

PyObject *by_value(void) {
  Box copy = *box;
  if (copy.ob_base.ob_refcnt == 1) // warn: does not tell // no fix: an argument is not a 'PyObject *'
    return copy.item;
  return PyTuple_New(1);
}
