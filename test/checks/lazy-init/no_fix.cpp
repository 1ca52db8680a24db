#include <Python.h>

static PyTypeObject *decimal;
const char *name() {
  if (decimal == nullptr) { // warn: 'decimal' is filled on first use // no fix: it is used in a way that an atomic type does not allow
    decimal = (PyTypeObject *)PyObject_Type(Py_None); // note: filled here
  }
  return decimal->tp_name;
}
