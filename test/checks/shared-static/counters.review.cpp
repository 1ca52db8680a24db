#include <Python.h>
#include <atomic>

static std::atomic<unsigned long> calls{1}; // warn: 'calls' is counted by 'count' without a lock // review: 'calls' becomes atomic
PyObject *count(PyObject *self, PyObject *unused) {
  ++calls; // note: changed here by 'count'
  Py_RETURN_NONE;
}
PyObject *number(PyObject *self, PyObject *unused) {
  unsigned long result = calls; // note: used here by 'number'
  return PyLong_FromUnsignedLong(result);
}
PyObject *twice(PyObject *self, PyObject *unused) {
  unsigned long result = 2 * calls; // note: used here by 'twice'
  return PyLong_FromUnsignedLong(result);
}

static std::atomic<int> level{0}; // warn: 'level' is set by 'set_level' for all threads // review: 'level' becomes atomic
void set_level(int to) {
  level = to; // note: changed here by 'set_level'
}
PyObject *get_level(PyObject *self, PyObject *unused) {
  return PyLong_FromLong(level); // note: used here by 'get_level'
}
