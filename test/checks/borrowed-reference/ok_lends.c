// also: c++
#include <Python.h>

// These helpers return a reference of their own, or one that nobody drops.
static PyObject *strong(PyObject *dict, PyObject *key) {
  PyObject *value = PyObject_GetItem(dict, key);
  return value;
}

static PyObject *second(PyObject *tuple) { return PyTuple_GET_ITEM(tuple, 1); }

static PyObject *same(PyObject *object) { return object; }

static PyObject *recursive(PyObject *object, int depth) {
  return depth ? recursive(object, depth - 1) : Py_None;
}

PyObject *use(PyObject *dict, PyObject *key, PyObject *tuple) {
  PyObject *value = strong(dict, key);
  if (value == NULL)
    return NULL;
  Py_DECREF(value);
  if (same(recursive(second(tuple), 3)) == Py_None)
    return PyObject_Str(second(tuple));
  return PyObject_Repr(same(key));
}
