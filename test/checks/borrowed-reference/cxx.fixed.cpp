#include <Python.h>

namespace settings {

class Table {
public:
  explicit Table(PyObject *dict) noexcept : entries(dict) {}

  PyObject *get(PyObject *key) const noexcept {
    PyObject *value;
    PyDict_GetItemRef(entries, key, &value); // warn: borrowed from 'entries'
    if (value == nullptr)
      return nullptr;
    return value;
  }

  bool is_set(PyObject *key) const {
    return PyDict_GetItemWithError(entries, key) != nullptr;
  }

private:
  PyObject *entries;
};

} // namespace settings

// A declaration in the condition.
PyObject *text(PyObject *dict, PyObject *key) {
  if (PyObject *value = PyDict_GetItemWithError(dict, key)) // warn: borrowed from 'dict' // no fix: the call is nested
    return PyObject_Str(value);
  return nullptr;
}

// A reference is another name for the lender.
PyObject *first(PyObject *&list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  return item;
}
