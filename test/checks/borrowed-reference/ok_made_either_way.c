// also: c++
#include <Python.h>

// New from one function or from another: nobody else sees the list.
static PyObject *of_dict(PyObject *dict) {
  PyObject *result, *list;
  result = list = PyList_New(0);
  if (list && PyList_Append(list, PyTuple_Pack(1, dict)) < 0) {
    Py_DECREF(list);
    result = NULL;
  }
  return result;
}
static PyObject *of_other(PyObject *other) { return PySequence_List(other); }

static PyObject *use(PyObject *list) {
  PyObject *first;
  if (PyList_Sort(list) < 0)
    return NULL;
  first = PyList_GET_ITEM(list, 0);
  return PyObject_Str(first);
}

PyObject *sorted_text(PyObject *value) {
  PyObject *list, *result = NULL;
  if (PyDict_Check(value))
    list = of_dict(value);
  else
    list = of_other(value);
  if (list) {
    result = use(list);
    Py_DECREF(list);
  }
  return result;
}
