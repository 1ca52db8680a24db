// also: c++
#include <Python.h>

// Bodies that get braces because a release comes in.
int if_else(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyLong_Check(item)) {
    Py_DECREF(item);
    return 1;
  }
  else if (PyFloat_Check(item)) {
    Py_DECREF(item);
    return 2;
  }
  else {
    int result = PyObject_IsTrue(item);
    Py_DECREF(item);
    return result;
  }
}

int one_line(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL) return -1;
  if (PyLong_Check(item)) {
    Py_DECREF(item);
    return 1;
  }
  for (int i = 0; i < 3; i++) if (PyObject_IsTrue(item)) {
    Py_DECREF(item);
    return i;
  }
  Py_DECREF(item);
  return 0;
}

int loops(PyObject *list, int times) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  while (times-- > 0)
    if (PyObject_IsTrue(item) < 0) {
      Py_DECREF(item);
      return -1;
    }
  Py_DECREF(item);
  return 0;
}

int continued(PyObject *dict, PyObject *keys) {
  int found = 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keys); i++) {
    PyObject *value;
    if (PyDict_GetItemRef(dict, PyTuple_GET_ITEM(keys, i), &value) < 0) {
      PyErr_Clear();
    } // warn: borrowed from 'dict'
    if (value == NULL)
      continue;
    if (!PyLong_Check(value)) {
      Py_DECREF(value);
      continue;
    }
    Py_DECREF(value);
    if (found > 100)
      break;
    found++;
  }
  return found;
}

// With a comment behind the head, and with none.
int comments(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  if (PyLong_Check(item)) { /* the usual case */
    Py_DECREF(item);
    return 1;
  } /* a number */
  if (PyFloat_Check(item)) {
    /* may lose precision */
    Py_DECREF(item);
    return 2;
  }
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  return result; // whatever it is
}
