#include <Python.h>

// Reported once, where it is written, however often it is instantiated.
template <class Number> Number convert(PyObject *object);
template <> long convert<long>(PyObject *object) { return PyLong_AsLong(object); }
template <> double convert<double>(PyObject *object) { return PyFloat_AsDouble(object); }

template <class Number> Number item(PyObject *list, Py_ssize_t i) {
  PyObject *object = PyList_GetItem(list, i); // warn: borrowed from 'list' // no fix: the code is a template
  return object ? convert<Number>(object) : Number(-1);
}

double sum(PyObject *list) { return item<double>(list, 0) + item<long>(list, 1); }

// Nothing depends on the parameter.
template <int N> struct nth {
  static PyObject *of(PyObject *list) {
    PyObject *object = PyList_GetItemRef(list, N); // warn: borrowed from 'list'
    return object;
  }
};

PyObject *third(PyObject *list) { return nth<2>::of(list); }

// Never instantiated, so never seen with types.
template <class T> PyObject *unused(PyObject *list) {
  return PyObject_Str(PyList_GetItem(list, T::index));
}
