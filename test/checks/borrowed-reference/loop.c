// also: c++
#include <Python.h>

long sum(PyObject *list) {
  long total = 0;
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    PyObject *item = PyList_GetItem(list, i); // warn: borrowed from 'list'
    if (item == NULL)
      break;
    if (!PyLong_Check(item))
      continue;
    total += PyLong_AsLong(item);
  }
  return total;
}

PyObject *search(PyObject *list, PyObject *wanted) {
  for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
    PyObject *item = PyList_GetItem(list, i); // warn: borrowed from 'list'
    if (item == NULL)
      return NULL;
    int equal = PyObject_RichCompareBool(item, wanted, Py_EQ);
    if (equal < 0)
      return NULL;
    if (equal) {
      Py_INCREF(item);
      return item;
    }
  }
  Py_RETURN_NONE;
}

// The variable lives longer than the round, the reference does not.
int declared_outside(PyObject *list) {
  PyObject *item;
  Py_ssize_t i = 0;
  while (i < PyList_Size(list)) {
    item = PyList_GetItem(list, i++); // warn: borrowed from 'list'
    if (item == NULL)
      return -1;
    if (PyObject_IsTrue(item) < 0)
      return -1;
  }
  return 0;
}

int do_while(PyObject *dict, PyObject *key) {
  int rounds = 0, more;
  do {
    PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
    more = value != NULL && PyObject_IsTrue(value) > 0;
    if (++rounds > 10)
      break;
  } while (more);
  return rounds;
}

// A break of an inner loop stays inside.
int nested(PyObject *lists) {
  int found = 0;
  for (Py_ssize_t i = 0; i < PyList_Size(lists); i++) {
    PyObject *list = PyList_GetItem(lists, i); // warn: borrowed from 'lists'
    if (list == NULL)
      continue;
    for (Py_ssize_t j = 0; j < PyList_Size(list); j++) {
      if (j > 10)
        break;
      PyObject *item = PyList_GetItem(list, j); // warn: borrowed from 'list'
      if (item == NULL)
        return -1;
      found += PyObject_IsTrue(item);
    }
  }
  return found;
}

// Looked up once, used in every round.
int before_the_loop(PyObject *dict, PyObject *key, int times) {
  PyObject *function = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (function == NULL)
    return -1;
  for (int i = 0; i < times; i++) {
    PyObject *result = PyObject_CallObject(function, NULL);
    if (result == NULL)
      return -1;
    Py_DECREF(result);
  }
  return 0;
}

// The condition of the loop uses it as well.
int in_the_condition(PyObject *dict, PyObject *key) {
  int rounds = 0;
  PyObject *list = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (list == NULL)
    return -1;
  while (PyList_Size(list) > rounds)
    rounds++;
  return rounds;
}
