#include <Python.h>
#include <stdlib.h>

// The ways out of a new failure: the author's own, where they are right.

// A branch before, nothing acquired since.
static int branch_before(PyObject *list, PyObject *other) {
  char *buffer = malloc(8);
  if (!buffer) {
    PyErr_NoMemory();
    return -1;
  }
  if (PyObject_Size(other) < 0) {
    free(buffer);
    return -1;
  }
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed // review: leaves the function
  int result = PyObject_IsTrue(item);
  free(buffer);
  return result;
}

// The branch before is the one that did not get the buffer.
static int not_acquired_there(PyObject *list) {
  char *buffer = malloc(8);
  if (!buffer) {
    PyErr_NoMemory();
    return -1;
  }
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed // no fix: can fail where the old call could not
  int result = PyObject_IsTrue(item);
  free(buffer);
  return result;
}

// The last else of a chain.
static double else_branch(PyObject *list) {
  char *buffer = malloc(8);
  double sum = 0;
  Py_ssize_t size = PyList_GET_SIZE(list);
  for (Py_ssize_t i = 0; buffer && i < size; i++) {
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed // no fix: can fail where the old call could not
    if (PyFloat_Check(item)) {
      sum += PyFloat_AS_DOUBLE(item);
    } else {
      free(buffer);
      PyErr_SetString(PyExc_TypeError, "a float");
      return 0.5;
    }
  }
  free(buffer);
  return sum;
}

static int else_branch_of_int(PyObject *list) {
  char *buffer = malloc(8);
  int sum = 0;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed // review: leaves the function
    if (PyLong_Check(item)) {
      sum += 1;
    } else {
      free(buffer);
      PyErr_SetString(PyExc_TypeError, "an int");
      return -1;
    }
  }
  free(buffer);
  return sum;
}

// What the branch frees is acquired in the loop, after the item.
static int acquired_behind(PyObject *list) {
  Py_ssize_t size = PyList_GET_SIZE(list);
  for (Py_ssize_t i = 0; i < size; i++) {
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed // no fix: can fail where the old call could not
    char *buffer = malloc(8);
    if (PyObject_IsTrue(item) < 0) {
      free(buffer);
      return -1;
    }
    free(buffer);
  }
  return 0;
}

// The status of a call in a variable, and a label that cleans up.
static PyObject *status(PyObject *list, int (*convert)(PyObject *, int *)) {
  int *numbers = NULL, err = 0;
  PyObject *result = NULL;
  numbers = malloc(8);
  if (numbers == NULL) {
    PyErr_NoMemory();
    goto out;
  }
  for (Py_ssize_t i = 0; i < 2; i++) {
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed // review: leaves the function
    err = convert(item, &numbers[i]);
    if (err < 0)
      goto out;
  }
  result = PyLong_FromLong(numbers[0] + numbers[1]);
out:
  free(numbers);
  return result;
}

// The result is set between: the jump alone would return a success.
static PyObject *result_changes(PyObject *list, PyObject *other) {
  PyObject *result = NULL;
  if (PyObject_Size(other) < 0)
    goto out;
  result = PyObject_Str(other);
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed // no fix: can fail where the old call could not
  if (PyObject_IsTrue(item) < 0) {
    Py_SETREF(result, NULL);
    goto out;
  }
out:
  return result;
}
static PyObject *result_is_cleared(PyObject *list, PyObject *other) {
  PyObject *result = NULL;
  if (PyObject_Size(other) < 0)
    goto out;
  result = PyObject_Str(other);
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed // review: leaves the function
  if (PyObject_IsTrue(item) < 0) {
    Py_CLEAR(result);
    goto out;
  }
out:
  return result;
}

// The branch sets the result itself.
static int result_set_in_branch(PyObject *list) {
  int result = 0;
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed // review: leaves the function
  if (PyObject_IsTrue(item) < 0) {
    result = -1;
    goto out;
  }
  result = 1;
out:
  return result;
}

// One label for all: what is acquired in between is released there.
static PyObject *shared_label(PyObject *list, PyObject *other) {
  PyObject *text = NULL, *both = NULL;
  if (PyObject_Size(other) < 0)
    goto error;
  text = PyObject_Str(other);
  if (text == NULL)
    goto error;
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed // review: leaves the function
  both = PyTuple_Pack(2, text, item);
  if (both == NULL)
    goto error;
  Py_DECREF(text);
  return both;
error:
  Py_XDECREF(text);
  Py_XDECREF(both);
  return NULL;
}

// The label does not know what is held here.
static PyObject *label_forgets(PyObject *list, PyObject *other) {
  PyObject *text = NULL;
  if (PyObject_Size(other) < 0)
    goto error;
  PyObject *held = PyObject_Repr(other);
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed // no fix: can fail where the old call could not
  text = PyObject_Str(item);
  Py_XDECREF(held);
  if (text == NULL)
    goto error;
  return text;
error:
  Py_XDECREF(text);
  return NULL;
}

// The label would release what is gone already.
static PyObject *released_before(PyObject *list, PyObject *other) {
  PyObject *text = PyObject_Str(other);
  if (text == NULL)
    goto error;
  Py_DECREF(text);
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed // no fix: can fail where the old call could not
  text = PyObject_Str(item);
  if (text == NULL)
    goto error;
  return text;
error:
  Py_XDECREF(text);
  return NULL;
}

// Zero is the error of this function.
static int zero_is_error(PyObject *list, int n) {
  if (n < 0) {
    PyErr_SetString(PyExc_ValueError, "n");
    return 0;
  }
  PyObject *item = PyList_GET_ITEM(list, n); // warn: borrowed // review: leaves the function
  if (!PyObject_Size(item))
    return 0;
  return 1;
}

PyObject *all(PyObject *list, PyObject *other, int (*convert)(PyObject *, int *)) {
  branch_before(list, other);
  not_acquired_there(list);
  else_branch(list);
  else_branch_of_int(list);
  acquired_behind(list);
  status(list, convert);
  result_changes(list, other);
  result_set_in_branch(list);
  shared_label(list, other);
  label_forgets(list, other);
  released_before(list, other);
  zero_is_error(list, 0);
  return NULL;
}
