#include <Python.h>
#include <stdio.h>

PyObject *hex(PyObject *self, PyObject *value) {
  static _Thread_local char text[32]; // warn: 'text' is one for all threads: two of them in 'hex' write over each other's data // review: each thread has a 'text' of its own
  snprintf(text, sizeof(text), "%lx", PyLong_AsLong(value)); // note: changed here by 'hex'
  return PyUnicode_FromString(text); // note: used here by 'hex'
}
