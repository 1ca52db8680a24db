// also: c++
#include <Python.h>

static PyObject *names;

PyObject *name_at(Py_ssize_t i) {
  PyObject *name = PyList_GetItem(names, i); // warn: borrowed from 'names' // no fix: the function returns the reference as borrowed
  return name;
}

PyObject *text_at(Py_ssize_t i) {
  PyObject *name = name_at(i); // warn: 'name_at' returns a reference borrowed // no fix: a function of this file returns the reference as borrowed: it must change first
  return name ? PyObject_Str(name) : NULL;
}
