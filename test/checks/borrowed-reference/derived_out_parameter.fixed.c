// also: c++
#include <Python.h>

// What a call writes through a pointer may hang on the object, too.
int string_and_size(PyObject *list) {
  PyObject *bytes = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  char *data;
  Py_ssize_t size;
  if (bytes == NULL || PyBytes_AsStringAndSize(bytes, &data, &size) < 0) {
    Py_XDECREF(bytes);
    return -1;
  }
  int result = size > 0 && data[0] == '#';
  Py_DECREF(bytes);
  return result;
}

int utf8_and_size(PyObject *list) {
  PyObject *name = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (name == NULL)
    return -1;
  Py_ssize_t size;
  const char *text = PyUnicode_AsUTF8AndSize(name, &size);
  if (text == NULL) {
    Py_DECREF(name);
    return -1;
  }
  int result = memchr(text, 'x', (size_t)size) != NULL;
  Py_DECREF(name);
  return result;
}

int parse_tuple(PyObject *list) {
  PyObject *tuple = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  const char *name;
  PyObject *object;
  if (tuple == NULL || !PyArg_ParseTuple(tuple, "sO", &name, &object)) {
    Py_XDECREF(tuple);
    return -1;
  }
  if (strcmp(name, "flag") != 0) {
    Py_DECREF(tuple);
    return 0;
  }
  int result = PyObject_IsTrue(object);
  Py_DECREF(tuple);
  return result;
}

int get_name(PyObject *object, const char **name);
int unknown(PyObject *list) {
  PyObject *object = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (object == NULL)
    return -1;
  const char *name = NULL;
  if (get_name(object, &name) < 0) {
    Py_DECREF(object);
    return -1;
  }
  int result = name[0] == '_';
  Py_DECREF(object);
  return result;
}
