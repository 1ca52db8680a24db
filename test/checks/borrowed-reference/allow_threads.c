// also: c++
#include <Python.h>

int slow(const char *text);

// Used while the thread is detached: released when it is attached again.
int detached(PyObject *dict) {
  int result;
  PyObject *name = PyDict_GetItemString(dict, "name"); // warn: borrowed from 'dict'
  if (name == NULL)
    return -1;
  const char *text = PyUnicode_AsUTF8(name);
  if (text == NULL)
    return -1;
  Py_BEGIN_ALLOW_THREADS
  result = slow(text);
  Py_END_ALLOW_THREADS
  return result;
}

int in_between(PyObject *dict) {
  int result = 0;
  PyObject *name = PyDict_GetItemString(dict, "name"); // warn: borrowed from 'dict'
  if (name == NULL)
    return -1;
  const char *text = PyUnicode_AsUTF8(name);
  Py_BEGIN_ALLOW_THREADS
  if (text != NULL)
    result = slow(text);
  result += slow("nothing");
  Py_END_ALLOW_THREADS
  return result;
}
