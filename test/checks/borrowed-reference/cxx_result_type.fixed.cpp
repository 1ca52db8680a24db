#include <Python.h>

// The variable for the result has the type of the function.
auto trailing(PyObject *list) -> int {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (!item)
    return -1;
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  return result;
}

auto deduced(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (!item)
    return -1;
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  return result;
}

namespace colors {
enum class Color { red, blue };

Color of(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (!item)
    return Color::red;
  Color result = PyObject_IsTrue(item) ? Color::red : Color::blue;
  Py_DECREF(item);
  return result;
}
} // namespace colors

class Object {
public:
  struct Inner {
    int truth;
  };
  Inner inner() const noexcept;

private:
  PyObject *list;
};

Object::Inner Object::inner() const noexcept {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  Inner none{0};
  if (!item)
    return none;
  none.truth = PyObject_IsTrue(item);
  Object::Inner result = PyObject_Not(item) ? Inner(none) : none;
  Py_DECREF(item);
  return result;
}

bool both(PyObject *dict) {
  PyObject *value;
  if (PyDict_GetItemStringRef(dict, "value", &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  bool result = value and PyObject_IsTrue(value);
  Py_XDECREF(value);
  return result;
}
