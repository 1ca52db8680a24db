// also: c++
#include <Python.h>

// The second name only looks.
int looks(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  PyObject *same = item;
  if (item == NULL || same == Py_None) {
    Py_XDECREF(item);
    return -1;
  }
  int result = PyObject_IsTrue(same);
  Py_DECREF(item);
  return result;
}

int at_once(PyObject *list) {
  PyObject *a, *b;
  a = b = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (a == NULL) {
    Py_XDECREF(b);
    return -1;
  }
  int result = PyObject_IsTrue(a) && PyObject_IsTrue(b);
  Py_XDECREF(b);
  return result;
}

// The first name is used for something else while the second still looks.
int moved_on(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *kept = item;
  if (item == NULL)
    return -1;
  item = Py_None;
  return PyObject_IsTrue(kept) && item == Py_None;
}

int looked_up_again(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  PyObject *kept = item;
  if (item == NULL)
    return -1;
  item = PyList_GetItemRef(list, 1); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  int result = PyObject_RichCompareBool(kept, item, Py_EQ);
  Py_DECREF(item);
  return result;
}
