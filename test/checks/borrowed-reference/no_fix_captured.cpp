#include <Python.h>

void later(PyObject *&slot) noexcept;

template <class F> auto call(F f) noexcept -> decltype(f()) { return f(); }

PyObject *by_value(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is captured by a lambda or a reference
  auto text = [item]() noexcept { return PyObject_Str(item); };
  return item ? call(text) : nullptr;
}

PyObject *by_reference(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is captured by a lambda or a reference
  return call([&]() noexcept { return PyObject_Str(item); });
}

PyObject *initialised(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is captured by a lambda or a reference
  return call([kept = item]() noexcept { return PyObject_Str(kept); });
}

// Another name for the variable.
PyObject *reference(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is captured by a lambda or a reference
  PyObject *&name = item;
  later(name);
  return PyObject_Str(item);
}
