#include <Python.h>

// Lives without a simple end: a variable of its own keeps the object until the
// function returns.

struct text { PyObject *object; const char *data; };
int look(const char *data);
int fill(struct text *into, const char *data);

// A pointer into the object outlives the variable's next value.
int derived_outlives(PyObject *dict, PyObject *key) {
  PyObject *item = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // review: another variable holds the object in 'item' until its last use
  const char *data = "";
  if (item != NULL) {
    data = PyUnicode_AsUTF8(item);
    item = PyUnicode_FromString("other");
    Py_XDECREF(item);
  }
  return look(data);
}

// In a loop the object of the last round goes first.
int in_a_loop(PyObject *dict, PyObject **keys, int n) {
  PyObject *found = NULL;
  for (int i = 0; i < n; i++) {
    if (found != NULL && PyObject_IsTrue(found))
      break;
    found = PyDict_GetItemWithError(dict, keys[i]); // warn: borrowed from 'dict' // review: lives until the function returns
    if (found == NULL && PyErr_Occurred())
      return -1;
  }
  return found != NULL;
}

// Each way out, also those that are macros, and the end of a void function.
PyObject *macros(PyObject *list, int which) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL)
    item = Py_True;
  switch (which) {
  case 0:
    Py_RETURN_NONE;
  case 1:
    return PyObject_Str(item);
  default:
    if (PyObject_IsTrue(item))
      Py_RETURN_TRUE;
  }
  Py_RETURN_FALSE;
}

void nothing_returned(PyObject *list, int which) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL) {
    PyErr_Clear();
    item = Py_True;
  }
  if (which)
    return;
  PyObject_SetAttrString(list, "x", item);
}

// Two of them share their exits.
int two(PyObject *a, PyObject *b) {
  PyObject *first = PyList_GetItem(a, 0); // warn: borrowed from 'a' // review: another variable holds the object in 'first' until its last use
  PyObject *second = PyList_GetItem(b, 0); // warn: borrowed from 'b' // review: another variable holds the object in 'second' until its last use
  if (first == NULL)
    first = Py_None;
  if (second == NULL)
    second = Py_None;
  PyErr_Clear();
  return PyObject_RichCompareBool(first, second, Py_EQ);
}

// The last round's object is still looked at.
int last_round(PyObject *dict, PyObject **keys, int n) {
  PyObject *found = NULL, *before = NULL;
  for (int i = 0; i < n; i++) {
    before = found;
    found = PyDict_GetItemWithError(dict, keys[i]); // warn: borrowed from 'dict' // no fix: the value is used in a later round of the loop
    if (before != NULL && before == found && PyObject_IsTrue(before))
      return 1;
  }
  return 0;
}

// A chain: the call itself reads the object of the last round.
PyObject *chain(PyObject *dict, PyObject *key) {
  PyObject *next = key;
  for (int i = 0; i < 3 && next != NULL; i++)
  {
    next = PyDict_GetItemWithError(dict, next); // warn: borrowed from 'dict' // no fix: the value is used in a later round of the loop
  }
  return Py_XNewRef(next);
}

// A loop of gotos.
int jumped(PyObject *list, Py_ssize_t i) {
  PyObject *item = NULL;
again:
  if (item != NULL && PyObject_IsTrue(item) < 0)
    return -1;
  item = PyList_GetItem(list, i++); // warn: borrowed from 'list' // review: lives until the function returns
  if (item != NULL)
    goto again;
  return 0;
}

// Stored for longer than the function lives.
int stored(PyObject *dict, PyObject *key, struct text *into) {
  PyObject *item = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (item == NULL)
    return -1;
  into->data = PyUnicode_AsUTF8(item);
  return 0;
}

// The thread state is gone at the return.
int detached(PyObject *list) {
  PyGILState_STATE state = PyGILState_Ensure();
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // review: another variable holds the object in 'item' until its last use
  if (item == NULL)
    item = Py_None;
  int truth = PyObject_IsTrue(item);
  PyGILState_Release(state);
  return truth;
}

// Part of the function is not compiled here: its returns are not seen.
int conditional(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    item = Py_None;
#ifdef ELSEWHERE
  if (look("x"))
    return 1;
#endif
  return PyObject_IsTrue(item);
}
