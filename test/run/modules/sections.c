// check: freethreading-critical-section
// Critical sections that are left in every way.

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

static PyObject *by_return(PyObject *self, PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) == 0)
    return PyUnicode_FromString("empty");
  if (PyList_Append(list, Py_None) < 0) {
    return NULL;
  }
  else if (PyList_GET_SIZE(list) > 3)
    Py_RETURN_TRUE;
  if (PyList_Reverse(list) < 0)
    return NULL;
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *by_goto(PyObject *self, PyObject *list) {
  PyObject *text = NULL, *result = NULL;
  Py_BEGIN_CRITICAL_SECTION(list);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
    for (int twice = 0; twice < 2; twice++) {
      Py_XDECREF(text);
      text = PyObject_Str(item);
      if (text == NULL) {
        Py_DECREF(item);
        goto error;
      }
      if (PyUnicode_GET_LENGTH(text) > 20)
        break;
    }
    Py_DECREF(item);
  }
  Py_END_CRITICAL_SECTION();
  result = text ? Py_NewRef(text) : Py_NewRef(Py_None);
error:
  Py_XDECREF(text);
  return result;
}

static PyObject *in_a_loop(PyObject *self, PyObject *lists) {
  Py_ssize_t total = 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(lists); i++) {
    PyObject *list = PyTuple_GET_ITEM(lists, i);
    Py_BEGIN_CRITICAL_SECTION(list);
    if (!PyList_Check(list))
      continue;
    if (PyList_GET_SIZE(list) == 4)
      break;
    if (PyList_GET_SIZE(list) == 3)
      return PyLong_FromSsize_t(-total);
    total += PyList_GET_SIZE(list);
    Py_END_CRITICAL_SECTION();
    total += 100;
  }
  return PyLong_FromSsize_t(total);
}

static PyObject *to_the_end(PyObject *self, PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) == 1)
    Py_RETURN_FALSE;
  return PyLong_FromSsize_t(PyList_GET_SIZE(list));
  Py_END_CRITICAL_SECTION();
}

static PyMethodDef methods[] = {
    {"by_return", by_return, METH_O, NULL},
    {"by_goto", by_goto, METH_O, NULL},
    {"in_a_loop", in_a_loop, METH_O, NULL},
    {"to_the_end", to_the_end, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "sections", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_sections(void) { return PyModule_Create(&definition); }
