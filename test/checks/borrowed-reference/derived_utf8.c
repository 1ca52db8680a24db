// also: c++
#include <Python.h>

// The characters belong to the object: it must live as long as they are used.
int starts_with(PyObject *dict, const char *prefix) {
  PyObject *name = PyDict_GetItemString(dict, "__name__"); // warn: borrowed from 'dict'
  if (name == NULL)
    return 0;
  const char *text = PyUnicode_AsUTF8(name);
  if (text == NULL)
    return -1;
  size_t length = strlen(prefix);
  return strncmp(text, prefix, length) == 0;
}

int is_directory(PyObject *list) {
  PyObject *path = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (path == NULL)
    return -1;
  const char *name = PyBytes_AS_STRING(path);
  const char *end = name + PyBytes_GET_SIZE(path);
  while (end > name && isspace(end[-1]))
    end--;
  return end > name && end[-1] == '/';
}

// Read out before the release, no longer needed after it.
int first_byte(PyObject *list) {
  PyObject *bytes = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (bytes == NULL)
    return -1;
  char *data = PyBytes_AsString(bytes);
  int first = data ? data[0] : -1;
  PySys_WriteStdout("%d\n", first);
  return first;
}
