#include <Python.h>

// The result's type is another one in each instantiation.
template <class Number> Number convert(PyObject *object) noexcept;
template <> long convert<long>(PyObject *object) noexcept { return PyLong_AsLong(object); }
template <> double convert<double>(PyObject *object) noexcept { return PyFloat_AsDouble(object); }

template <class Number> Number item(PyObject *list) noexcept {
  PyObject *object = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the code is a template
  if (!object)
    return Number(-1);
  return convert<Number>(object);
}

double use(PyObject *list) { return item<double>(list) + item<long>(list); }
