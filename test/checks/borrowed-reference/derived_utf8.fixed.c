// also: c++
#include <Python.h>

// The characters belong to the object: it must live as long as they are used.
int starts_with(PyObject *dict, const char *prefix) {
  PyObject *name;
  if (PyDict_GetItemStringRef(dict, "__name__", &name) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  if (name == NULL)
    return 0;
  const char *text = PyUnicode_AsUTF8(name);
  if (text == NULL) {
    Py_DECREF(name);
    return -1;
  }
  size_t length = strlen(prefix);
  int result = strncmp(text, prefix, length) == 0;
  Py_DECREF(name);
  return result;
}

int is_directory(PyObject *list) {
  PyObject *path = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (path == NULL)
    return -1;
  const char *name = PyBytes_AS_STRING(path);
  const char *end = name + PyBytes_GET_SIZE(path);
  while (end > name && isspace(end[-1]))
    end--;
  int result = end > name && end[-1] == '/';
  Py_DECREF(path);
  return result;
}

// Read out before the release, no longer needed after it.
int first_byte(PyObject *list) {
  PyObject *bytes = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (bytes == NULL)
    return -1;
  char *data = PyBytes_AsString(bytes);
  int first = data ? data[0] : -1;
  Py_DECREF(bytes);
  PySys_WriteStdout("%d\n", first);
  return first;
}
