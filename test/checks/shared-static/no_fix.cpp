#include <Python.h>

template <class T> T same(const T &value) { return value; }

static int level; // warn: 'level' is set by 'set_level' for all threads // no fix: it is used in a way that an atomic type does not allow
void set_level(int to) {
  level = to; // note: changed here by 'set_level'
}
PyObject *get_level(PyObject *self, PyObject *unused) {
  return PyLong_FromLong(same(level)); // note: used here by 'get_level'
}
