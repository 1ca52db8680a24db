// also: c++
#include <Python.h>

// An exception is pending on the way of an error: the old call kept it.
int in_the_branch(PyObject *dict, PyObject *key, PyObject *object) {
  if (PyObject_IsTrue(object) < 0) {
    PyObject *hook;
    {
      PyObject *pending2 = PyErr_GetRaisedException();
      if (PyDict_GetItemRef(dict, key, &hook) < 0) {
        PyErr_Clear();
      }
      PyErr_SetRaisedException(pending2);
    } // warn: borrowed from 'dict' // review: a pending exception is set aside for the look-up
    if (hook != NULL)
      PyErr_WriteUnraisable(hook);
    Py_XDECREF(hook);
    return -1;
  }
  return 0;
}

PyObject *at_the_label(PyObject *dict, PyObject *key) {
  PyObject *hook, *result = PyObject_Str(key);
  if (result == NULL)
    goto error;
  return result;
error:
  {
    PyObject *pending2 = PyErr_GetRaisedException();
    if (PyDict_GetItemStringRef(dict, "hook", &hook) < 0) {
      PyErr_Clear();
    }
    PyErr_SetRaisedException(pending2);
  } // warn: borrowed from 'dict' // review: a pending exception is set aside for the look-up
  if (hook != NULL)
    PyErr_WriteUnraisable(hook);
  Py_XDECREF(hook);
  return NULL;
}

int after_a_test(PyObject *dict, PyObject *key) {
  if (PyErr_Occurred()) {
    PyObject *hook;
    {
      PyObject *pending2 = PyErr_GetRaisedException();
      if (PyDict_GetItemRef(dict, key, &hook) < 0) {
        PyErr_Clear();
      }
      PyErr_SetRaisedException(pending2);
    } // warn: borrowed from 'dict' // review: a pending exception is set aside for the look-up
    int result = hook != NULL && PyObject_IsTrue(hook) > 0;
    Py_XDECREF(hook);
    return result;
  }
  return 0;
}

int set_here(PyObject *dict, PyObject *key) {
  PyErr_SetObject(PyExc_KeyError, key);
  PyObject *hook;
  {
    PyObject *pending2 = PyErr_GetRaisedException();
    if (PyDict_GetItemStringRef(dict, "hook", &hook) < 0) {
      PyErr_Clear();
    }
    PyErr_SetRaisedException(pending2);
  } // warn: borrowed from 'dict' // review: a pending exception is set aside for the look-up
  if (hook != NULL)
    PyErr_WriteUnraisable(hook);
  Py_XDECREF(hook);
  return -1;
}

// Cleared before, so nothing is pending.
int cleared(PyObject *dict, PyObject *key, PyObject *object) {
  if (PyObject_IsTrue(object) < 0) {
    PyErr_Clear();
    PyObject *value;
    if (PyDict_GetItemRef(dict, key, &value) < 0) {
      PyErr_Clear();
    } // warn: borrowed from 'dict'
    int result = value != NULL && PyObject_IsTrue(value) > 0;
    Py_XDECREF(value);
    return result;
  }
  return 0;
}

// A function of the file that is called where a call has failed.
static PyObject *explain(PyObject *dict) {
  PyObject *name;
  {
    PyObject *pending2 = PyErr_GetRaisedException();
    if (PyDict_GetItemRef(dict, Py_None, &name) < 0) {
      PyErr_Clear();
    }
    PyErr_SetRaisedException(pending2);
  } // warn: borrowed from 'dict' // review: a pending exception is set aside
  if (name != NULL && PyUnicode_Check(name))
    PyErr_SetObject(PyExc_KeyError, name);
  Py_XDECREF(name);
  return NULL;
}

PyObject *truth(PyObject *dict, PyObject *key) {
  if (PyObject_IsTrue(key) < 0)
    return explain(dict);
  return PyLong_FromLong(1);
}
