// also: c++
#include <Python.h>

int check(PyObject *value);
void look(PyObject *value);

// Both branches only report the error.
int reports(PyObject *dict, PyObject *symbol) {
  PyObject *value = PyDict_GetItem(dict, symbol); // warn: borrowed from 'dict'
  if (value == NULL) {
#if PY_MAJOR_VERSION >= 3
    PyErr_Format(PyExc_ValueError,
                 "symbol not defined: %A", symbol); /* return */
#else
    PyErr_SetString(PyExc_ValueError, "symbol not defined { goto");
#endif
    return -1;
  }
  if (check(value) < 0)
    return -1;
  return check(symbol);
}

// The value is looked at in a build that is not this one.
int looks(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
#if defined(DEBUG_ITEMS) && \
    PY_MAJOR_VERSION >= 3
  PySys_WriteStdout("%p\n", (void *)item);
#endif
  int truth = PyObject_IsTrue(item);
  return truth;
}

// A jump.
int jumps(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return -1;
#ifdef DEBUG_ITEMS
  PySys_WriteStdout("%p\n", (void *)item);
  return 0;
#endif
  return PyObject_IsTrue(item);
}

// A reference.
int takes(PyObject *list, PyObject *to) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return -1;
#ifdef DEBUG_ITEMS
  Py_INCREF(item);
#endif
  return PyObject_IsTrue(item);
}

// A place that keeps it.
int stores(PyObject *list, PyObject **to) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return -1;
#ifdef DEBUG_ITEMS
  *to = item;
#endif
  return PyObject_IsTrue(item);
}

// A function of the project may do anything with it.
int unknown(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return -1;
#ifdef DEBUG_ITEMS
  look(item);
#endif
  return PyObject_IsTrue(item);
}

// A macro may leave the function.
PyObject *macro(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return NULL;
#ifdef NO_ITEMS
  Py_RETURN_NONE;
#endif
  return PyObject_Str(item);
}

int hidden(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return -1;
#ifdef NO_ITEMS
  LEAVE
#endif
  return PyObject_IsTrue(item);
}

// The part begins before the look-up.
int begins_before(PyObject *list) {
  PyObject *item;
#ifndef NO_ITEMS
  item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
#else
  item = list;
#endif
  return item != NULL && PyObject_IsTrue(item);
}

// A block of the other builds holds what follows.
int braces(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return -1;
#ifdef NO_ITEMS
  if (check(list))
#endif
  look(item);
  return 0;
}
