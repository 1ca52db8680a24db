#include <Python.h>

int act(PyObject *callback) noexcept;
long number(PyObject *o) noexcept;
struct sum {
  long value = 0;
  sum &add(long more) noexcept;
  sum &operator<<(long more) noexcept;
};

// C++ has something else done first.
long chain(sum &s, PyObject *dict, PyObject *callback) noexcept {
  return s.add(act(callback)).add(number(PyDict_GetItem(dict, Py_None))).value; // warn: borrowed from 'dict' // no fix: the call is nested
}

void shift(sum &s, PyObject *dict, PyObject *callback) noexcept {
  s << act(callback) << number(PyDict_GetItem(dict, Py_None)); // warn: borrowed from 'dict' // no fix: the call is nested
}

long condition(PyObject *dict, PyObject *callback) noexcept {
  if (int done = act(callback); number(PyDict_GetItem(dict, Py_None)) > done) // warn: borrowed from 'dict' // no fix: the call is nested
    return 1;
  return 0;
}
