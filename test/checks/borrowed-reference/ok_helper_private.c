// also: c++
#include <Python.h>

// Helpers that only ever get containers nobody else sees.
static PyObject *first_text(PyObject *list) {
  return PyObject_Str(PyList_GET_ITEM(list, 0));
}

static PyObject *through(PyObject *list, int again) {
  if (again)
    return through(list, again - 1);
  return first_text(list);
}

PyObject *texts(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return NULL;
  PyObject *text = through(list, 2);
  Py_DECREF(list);
  return text;
}

PyObject *keys_text(PyObject *mapping) {
  PyObject *keys = PyMapping_Keys(mapping);
  PyObject *text = keys ? first_text(keys) : NULL;
  Py_XDECREF(keys);
  return text;
}

// Helpers that make a new container.
static PyObject *make(PyObject *first) {
  PyObject *list = PyList_New(0);
  if (list && PyList_Append(list, first) < 0)
    Py_CLEAR(list);
  return list;
}

static PyObject *make_empty(void) { return PyList_New(0); }

static PyObject *make_either(PyObject *first) {
  if (first == NULL)
    return make_empty();
  return make(first);
}

PyObject *made(PyObject *first) {
  PyObject *list = make_either(first);
  PyObject *text = list ? PyObject_Str(PyList_GET_ITEM(list, 0)) : NULL;
  Py_XDECREF(list);
  return text;
}
