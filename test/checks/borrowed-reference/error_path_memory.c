// also: c++
#include <Python.h>

PyObject *memory(PyObject *list) {
  char *buffer = (char *)malloc(16);
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  long number = PyLong_AsLong(item);
  snprintf(buffer, 16, "%ld", number);
  PyObject *text = PyUnicode_FromString(buffer);
  free(buffer);
  return text;
}
