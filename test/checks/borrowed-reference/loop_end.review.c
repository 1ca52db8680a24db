// requires: python3.13
#include <Python.h>

// The loop asks for the size of the list in each round: when the list got shorter
// meanwhile, that is where it ends.
int see(PyObject *item);

PyObject *count_true(PyObject *list) {
  long count = 0;
  if (!PyList_Check(list))
    return NULL;
  PyObject *result = PyList_New(0);
  if (result == NULL)
    return NULL;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *item = PyList_GetItemRef(list, i); // warn: borrowed from 'list' // review: leaves the loop when
    if (item == NULL) {
      PyErr_Clear();
      break;
    }
    if (item == Py_None) {
      Py_DECREF(item);
      continue;
    }
    count += see(item); // note: used here
    Py_DECREF(item);
  }
  Py_DECREF(result);
  return PyLong_FromLong(count);
}

// What else is asked for comes first.
PyObject *while_list(PyObject *list, PyObject *other) {
  Py_ssize_t i = 0;
  PyObject *kept = Py_NewRef(other);
  while (PyList_Check(list) && i < PyList_GET_SIZE(list)) {
    PyObject *item = PyList_GetItemRef(list, i); // warn: borrowed from 'list' // review: leaves the loop when
    if (item == NULL) {
      PyErr_Clear();
      break;
    }
    i++;
    see(item); // note: used here
    Py_DECREF(item);
  }
  return kept;
}

// Not the same list, index or size: it is not known what a failure means.
long other_list(PyObject *list, PyObject *other) {
  long count = 0;
  if (!PyList_Check(list) || !PyList_Check(other))
    return 0;
  PyObject *kept = Py_NewRef(other);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(other); i++) {
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    count += see(item); // note: used here
  }
  Py_DECREF(kept);
  return count;
}
long counted(PyObject *list) {
  long count = 0;
  if (!PyList_Check(list))
    return 0;
  PyObject *kept = Py_NewRef(list);
  const Py_ssize_t size = PyList_GET_SIZE(list);
  for (Py_ssize_t i = 0; i < size; i++) {
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    count += see(item); // note: used here
  }
  Py_DECREF(kept);
  return count;
}
long next_one(PyObject *list) {
  long count = 0;
  if (!PyList_Check(list))
    return 0;
  PyObject *kept = Py_NewRef(list);
  for (Py_ssize_t i = -1; i < PyList_GET_SIZE(list);) {
    i++;
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    count += see(item); // note: used here
    if (i + 1 == PyList_GET_SIZE(list))
      break;
  }
  Py_DECREF(kept);
  return count;
}
// Something was begun in this round already; the variable is used behind the loop.
long begun(PyObject *list) {
  long count = 0;
  if (!PyList_Check(list))
    return 0;
  PyObject *kept = Py_NewRef(list);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *text = PyLong_FromLong(count);
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    count += see(item); // note: used here
    Py_XDECREF(text);
  }
  Py_DECREF(kept);
  return count;
}
