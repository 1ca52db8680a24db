// also: c++
#include <Python.h>

// A pointer that walks through the object.
int count(PyObject *dict, char wanted) {
  PyObject *bytes = PyDict_GetItemString(dict, "data"); // warn: borrowed from 'dict'
  if (bytes == NULL || !PyBytes_Check(bytes))
    return -1;
  int found = 0;
  const char *at = PyBytes_AS_STRING(bytes);
  for (; *at; at++)
    found += *at == wanted;
  return found;
}

// One of several.
int chosen(PyObject *dict, int kind) {
  PyObject *name = PyDict_GetItemString(dict, "name"); // warn: borrowed from 'dict'
  if (name == NULL)
    return -1;
  const char *text = kind ? PyUnicode_AsUTF8(name) : "default";
  int length = 0;
  while (text && text[length])
    length++;
  return length;
}

// Through another variable of the same type, which stands for the same object.
int alias(PyObject *dict) {
  PyObject *value = PyDict_GetItemString(dict, "value"); // warn: borrowed from 'dict'
  PyObject *same = value;
  if (same == NULL)
    return -1;
  int truth = PyObject_IsTrue(value);
  return truth && PyObject_Size(same) > 0;
}

// Assigned later, in a branch.
int in_a_branch(PyObject *dict) {
  const char *text = "";
  PyObject *name = PyDict_GetItemString(dict, "name"); // warn: borrowed from 'dict'
  if (name != NULL && PyUnicode_Check(name))
    text = PyUnicode_AsUTF8(name);
  return text != NULL && text[0] == '_';
}

// Items in a loop, each for its round.
long sum(PyObject *dict) {
  PyObject *tuple = PyDict_GetItemString(dict, "numbers"); // warn: borrowed from 'dict'
  long total = 0;
  if (tuple == NULL)
    return 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
    PyObject *number = PyTuple_GET_ITEM(tuple, i);
    if (!PyLong_Check(number))
      return -1;
    total += PyLong_AsLong(number);
  }
  return total;
}
