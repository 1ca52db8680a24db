#include <Python.h>

// What C++ makes of a declaration.
int with_a_cast(PyObject *list) {
  auto item = static_cast<PyObject *>(PyList_GetItem(list, 0)); // warn: borrowed from 'list'
  if (item == nullptr)
    return -1;
  return PyObject_IsTrue(item);
}

int constant(PyObject *dict) {
  auto const value = PyDict_GetItemString(dict, "value"); // warn: borrowed from 'dict' // no fix: the variable is not a 'PyObject *'
  return value ? PyObject_IsTrue(value) : 0;
}

int in_the_condition(PyObject *list) {
  if (PyObject *item = PyList_GetItem(list, 0); item != nullptr) // warn: borrowed from 'list'
    return PyObject_IsTrue(item);
  return 0;
}

class Object {
public:
  explicit Object(PyObject *from) noexcept : list(from) {
    PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
    truth = item ? PyObject_IsTrue(item) : 0;
  }

  ~Object() {
    PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
    if (item != nullptr)
      PyErr_WriteUnraisable(item);
  }

private:
  PyObject *list;
  int truth;
};

Object make(PyObject *list) { return Object(list); }

PyObject *referent(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref'
  if (object == Py_None)
    return nullptr;
  Py_INCREF(object);
  return object;
}
