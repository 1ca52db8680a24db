// also: c++
#include <Python.h>

// What a call writes through a pointer may hang on the object, too.
int string_and_size(PyObject *list) {
  PyObject *bytes = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  char *data;
  Py_ssize_t size;
  if (bytes == NULL || PyBytes_AsStringAndSize(bytes, &data, &size) < 0)
    return -1;
  return size > 0 && data[0] == '#';
}

int utf8_and_size(PyObject *list) {
  PyObject *name = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (name == NULL)
    return -1;
  Py_ssize_t size;
  const char *text = PyUnicode_AsUTF8AndSize(name, &size);
  if (text == NULL)
    return -1;
  return memchr(text, 'x', (size_t)size) != NULL;
}

int parse_tuple(PyObject *list) {
  PyObject *tuple = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  const char *name;
  PyObject *object;
  if (tuple == NULL || !PyArg_ParseTuple(tuple, "sO", &name, &object))
    return -1;
  if (strcmp(name, "flag") != 0)
    return 0;
  return PyObject_IsTrue(object);
}

int get_name(PyObject *object, const char **name);
int unknown(PyObject *list) {
  PyObject *object = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (object == NULL)
    return -1;
  const char *name = NULL;
  if (get_name(object, &name) < 0)
    return -1;
  return name[0] == '_';
}
