#include <Python.h>

template <class F> static auto apply(F f) -> decltype(f()) { return f(); }

PyObject *inside(PyObject *list) {
  auto first = [](PyObject *from) -> PyObject * {
    PyObject *item = PyList_GetItemRef(from, 0); // warn: borrowed from 'from'
    return item;
  };
  return first(list);
}

PyObject *captured(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is captured by a lambda or a reference
  if (item == nullptr)
    return nullptr;
  return apply([item] { return PyObject_Str(item); });
}

PyObject *captured_by_reference(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the value is captured by a lambda or a reference
  return apply([&] { return PyObject_Repr(item); });
}
