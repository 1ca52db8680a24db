// also: c++
#include <Python.h>

// Some hundred thousand branches: too much to follow.
#define TWICE(x) x x
#define TIMES_8(x) TWICE(TWICE(TWICE(x)))
#define TIMES_512(x) TIMES_8(TIMES_8(TIMES_8(x)))
#define BRANCHES while (n) if (n) if (n) if (n) if (n) n--;

PyObject *first(PyObject *list, unsigned n) {
  TIMES_512(TIMES_8(TIMES_8(BRANCHES)))
  PyObject *item = PyList_GetItem(list, n); // warn: borrowed from 'list' // no fix: the function is too large or cannot be analysed
  Py_XINCREF(item);
  return item;
}

// Its neighbours are not affected.
PyObject *second(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 1); // warn: borrowed from 'list'
  Py_XINCREF(item);
  return item;
}
