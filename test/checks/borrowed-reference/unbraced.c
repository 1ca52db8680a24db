// also: c++
#include <Python.h>

// Bodies that get braces because a release comes in.
int if_else(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyLong_Check(item))
    return 1;
  else if (PyFloat_Check(item))
    return 2;
  else
    return PyObject_IsTrue(item);
}

int one_line(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL) return -1;
  if (PyLong_Check(item)) return 1;
  for (int i = 0; i < 3; i++) if (PyObject_IsTrue(item)) return i;
  return 0;
}

int loops(PyObject *list, int times) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  while (times-- > 0)
    if (PyObject_IsTrue(item) < 0)
      return -1;
  return 0;
}

int continued(PyObject *dict, PyObject *keys) {
  int found = 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keys); i++) {
    PyObject *value = PyDict_GetItem(dict, PyTuple_GET_ITEM(keys, i)); // warn: borrowed from 'dict'
    if (value == NULL)
      continue;
    if (!PyLong_Check(value))
      continue;
    if (found > 100)
      break;
    found++;
  }
  return found;
}

// With a comment behind the head, and with none.
int comments(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyLong_Check(item)) /* the usual case */
    return 1; /* a number */
  if (PyFloat_Check(item))
    /* may lose precision */
    return 2;
  return PyObject_IsTrue(item); // whatever it is
}
