// also: c++
#include <Python.h>

// The label is behind the block of the lookup.
PyObject *out_of_the_block(PyObject *dict, PyObject *keys) {
  PyObject *result = PyList_New(0);
  if (result == NULL)
    return NULL;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keys); i++) {
    PyObject *value;
    PyDict_GetItemRef(dict, PyTuple_GET_ITEM(keys, i), &value); // warn: borrowed from 'dict'
    if (value == NULL)
      goto error;
    if (PyList_Append(result, value) < 0) {
      Py_DECREF(value);
      goto error;
    }
    Py_DECREF(value);
  }
  return result;
error:
  Py_DECREF(result);
  return NULL;
}

// The function has one way out, which the reference reaches or not.
int one_exit(PyObject *dict, PyObject *key) {
  int result = -1;
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    goto done;
  if (!PyLong_Check(value)) {
    Py_DECREF(value);
    goto done;
  }
  result = (int)PyLong_AsLong(value);
  Py_DECREF(value);
done:
  return result;
}

// Released after the last use; the label comes later.
PyObject *long_function(PyObject *dict, PyObject *key) {
  PyObject *text = NULL, *parts = NULL;
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    goto done;
  text = PyObject_Str(value);
  Py_DECREF(value);
  if (text == NULL)
    goto done;
  parts = PyUnicode_Split(text, NULL, -1);
done:
  Py_XDECREF(text);
  return parts;
}

// Made strong on the way to the label that releases it.
PyObject *owned_at_the_label(PyObject *dict, PyObject *key) {
  PyObject *text = NULL;
  PyObject *value;
  PyDict_GetItemRef(dict, key, &value); // warn: borrowed from 'dict'
  if (value == NULL)
    return NULL;
  if (!PyUnicode_Check(value))
    goto done;
  text = PyUnicode_Format(value, key);
done:
  Py_DECREF(value);
  return text;
}
