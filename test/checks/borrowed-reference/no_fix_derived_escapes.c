// also: c++
#include <Python.h>

struct config {
  const char *name;
  PyObject *first;
};
static const char *last_name;

// The object would be gone before the pointer into it is.
const char *returned(PyObject *dict) {
  PyObject *name = PyDict_GetItemString(dict, "name"); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (name == NULL)
    return NULL;
  return PyUnicode_AsUTF8(name);
}

int in_a_struct(struct config *config, PyObject *dict) {
  PyObject *name = PyDict_GetItemString(dict, "name"); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (name == NULL)
    return -1;
  config->name = PyUnicode_AsUTF8(name);
  return 0;
}

int in_a_static(PyObject *dict) {
  PyObject *name = PyDict_GetItemString(dict, "name"); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (name != NULL)
    last_name = PyUnicode_AsUTF8(name);
  return last_name != NULL;
}

int item_in_a_struct(struct config *config, PyObject *dict) {
  PyObject *names = PyDict_GetItemString(dict, "names"); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (names == NULL || !PyTuple_Check(names))
    return -1;
  config->first = PyTuple_GET_ITEM(names, 0);
  return 0;
}
