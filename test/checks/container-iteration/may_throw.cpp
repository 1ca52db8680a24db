#include <Python.h>

void note(PyObject *key);

int noted(PyObject *dict) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(dict, &pos, &key, nullptr)) { // warn: 'PyDict_Next' walks 'dict' // no fix: an exception may leave the function before the release
    note(key);
    n++;
  }
  return n;
}
