// also: c++
#include <Python.h>

// What proves a tuple, in the spellings that people use.
PyObject *exact(PyObject *any) {
  if (!PyTuple_CheckExact(any))
    return NULL;
  PyObject *fast = any;
  return PyObject_Str(PySequence_Fast_GET_ITEM(fast, 0));
}

PyObject *in_the_branch(PyObject *any) {
  if (PyTuple_Check(any) && PyTuple_GET_SIZE(any) > 0) {
    PyObject *item = PySequence_Fast_GET_ITEM(any, 0);
    Py_INCREF(item);
    return item;
  }
  return NULL;
}

PyObject *made_a_tuple(PyObject *any) {
  PyObject *tuple = PySequence_Tuple(any);
  if (tuple == NULL)
    return NULL;
  PyObject *text = PyObject_Str(PySequence_Fast_GET_ITEM(tuple, 0));
  Py_DECREF(tuple);
  return text;
}

PyObject *fast_of_tuple(PyObject *any) {
  if (!PyTuple_Check(any))
    return NULL;
  PyObject *fast = PySequence_Fast(any, "not a sequence");
  PyObject *text = PyObject_Str(PySequence_Fast_GET_ITEM(fast, 0));
  Py_DECREF(fast);
  return text;
}

PyObject *pack(PyObject *a, PyObject *b) {
  PyObject *fast = PyTuple_Pack(2, a, b);
  return fast ? PyObject_Str(PySequence_Fast_GET_ITEM(fast, 1)) : NULL;
}
