// also: c++
#include <Python.h>
#include <stdlib.h>

PyObject *quoted(PyObject *item);
int use(PyObject *item);

// What the other branches acquire is not there on the way to the error branch.
Py_ssize_t flatten(PyObject *data, double *xy, Py_ssize_t n) {
  Py_ssize_t i, j = 0;
  double *copy = (double *)malloc(n);
  if (copy == NULL)
    return -1;
  if (PyList_Check(data)) {
    for (i = 0; i < n; i++) {
      PyObject *op = PyList_GET_ITEM(data, i); // warn: borrowed from 'data' // review: leaves the function
      xy[j++] = PyFloat_AsDouble(op);
    }
  } else {
    for (i = 0; i < n; i++) {
      PyObject *op = PySequence_GetItem(data, i);
      if (op == NULL) {
        free(copy);
        return -1;
      }
      xy[j++] = PyFloat_AsDouble(op);
      Py_DECREF(op);
    }
  }
  if (j & 1) {
    PyErr_SetString(PyExc_ValueError, "wrong number of coordinates");
    free(copy);
    return -1;
  }
  free(copy);
  return j / 2;
}

// The element that could not be made is as those behind it.
PyObject *adapt(PyObject *list, Py_ssize_t len) {
  PyObject *res = NULL;
  Py_ssize_t i;
  PyObject **items = PyMem_New(PyObject *, len);
  if (items == NULL)
    return PyErr_NoMemory();
  for (i = 0; i < len; i++)
    items[i] = NULL;
  for (i = 0; i < len; i++) {
    PyObject *wrapped = PyList_GET_ITEM(list, i); // warn: borrowed from 'list' // review: leaves the function
    if (wrapped == Py_None) {
      Py_INCREF(Py_None);
      items[i] = Py_None;
    } else {
      if (!(items[i] = quoted(wrapped)))
        goto exit;
    }
  }
  res = PyLong_FromSsize_t(len);
exit:
  for (i = 0; i < len; i++)
    Py_XDECREF(items[i]);
  PyMem_Free(items);
  return res;
}

// Released on the way, in one of the branches.
int released(PyObject *list, PyObject *key, int early) {
  PyObject *text = PyObject_Str(key);
  if (text == NULL)
    return -1;
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  if (use(item))
    Py_CLEAR(text);
  else if (early)
    text = NULL;
  if (PyObject_IsTrue(key) < 0) {
    Py_XDECREF(text);
    return -1;
  }
  Py_XDECREF(text);
  return 0;
}

// The branch belongs to another way: nothing leads there from here.
int other_branch(PyObject *list, PyObject *key, int which) {
  PyObject *text = PyObject_Str(key);
  if (text == NULL)
    return -1;
  if (which) {
    PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    which = use(item);
  } else {
    Py_CLEAR(text);
    if (use(key) < 0)
      return -1;
  }
  Py_XDECREF(text);
  return which;
}

// Acquired at the head of each round, and the way out of the loop has released it.
int in_rounds(PyObject *list, PyObject *key, Py_ssize_t n) {
  int result = 0;
  for (Py_ssize_t i = 0; i < n; i++) {
    PyObject *text = PyObject_Str(key);
    if (text == NULL)
      break;
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    result += use(item);
    Py_DECREF(text);
  }
  if (PyObject_IsTrue(key) < 0)
    return -1;
  return result;
}
