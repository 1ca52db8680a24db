// options: MinPython=3.9
#include <Python.h>

int count(PyObject *dict) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(dict, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict' // no fix: critical sections are newer than the oldest Python to support
    n++;
  }
  return n;
}
