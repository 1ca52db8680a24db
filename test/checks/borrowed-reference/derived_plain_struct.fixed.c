// also: c++
#include <Python.h>

struct header {
  unsigned long long size;
  int kind;
  unsigned char magic[4];
};
struct view {
  const char *text;
  int kind;
};
int read_header(struct header *into, const char *text);
int read_view(struct view *into, const char *text);

// Numbers that were read out of the object do not hang on it.
int numbers(PyObject *list, Py_ssize_t count) {
  struct header header = {0, 0, {0}};
  int sum = 0;
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject *item = PyList_GetItemRef(list, i); // warn: borrowed from 'list'
    if (item == NULL || !PyUnicode_Check(item)) {
      Py_XDECREF(item);
      return -1;
    }
    if (read_header(&header, PyUnicode_AsUTF8(item)) < 0) {
      Py_DECREF(item);
      return -1;
    }
    Py_DECREF(item);
    sum += header.kind;
  }
  return sum + header.kind;
}

// A pointer does.
int pointer(PyObject *list, Py_ssize_t i) {
  struct view view;
  PyObject *item = PyList_GetItemRef(list, i); // warn: borrowed from 'list'
  if (item == NULL || !PyUnicode_Check(item)) {
    Py_XDECREF(item);
    return -1;
  }
  if (read_view(&view, PyUnicode_AsUTF8(item)) < 0) {
    Py_DECREF(item);
    return -1;
  }
  int result = view.text[0];
  Py_DECREF(item);
  return result;
}
