// also: c++
#include <Python.h>

// A macro of the project that leaves the function cannot release.
#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition))                                                          \
      return NULL;                                                             \
  } while (0)
#define RETURN_IF_NULL(pointer) if ((pointer) == NULL) return NULL
#define FAIL_UNLESS(condition) if (!(condition)) goto fail

PyObject *returns(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: a macro in the way may leave the function
  if (item == NULL)
    return NULL;
  CHECK(PyLong_Check(item));
  return PyNumber_Absolute(item);
}

PyObject *jumps(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: a macro in the way may leave the function
  if (item == NULL)
    return NULL;
  FAIL_UNLESS(PyLong_Check(item));
  return PyNumber_Absolute(item);
fail:
  PyErr_SetString(PyExc_TypeError, "int expected");
  return NULL;
}

// Where the reference is NULL the macro may leave.
PyObject *only_null(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  RETURN_IF_NULL(item);
  PyObject *result = PyNumber_Absolute(item);
  Py_DECREF(item);
  return result;
}
