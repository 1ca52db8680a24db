#include <Python.h>

// The variable for the result has the type of the function.
auto trailing(PyObject *list) -> int {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (!item)
    return -1;
  return PyObject_IsTrue(item);
}

auto deduced(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (!item)
    return -1;
  return PyObject_IsTrue(item);
}

namespace colors {
enum class Color { red, blue };

Color of(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (!item)
    return Color::red;
  return PyObject_IsTrue(item) ? Color::red : Color::blue;
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
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  Inner none{0};
  if (!item)
    return none;
  none.truth = PyObject_IsTrue(item);
  return PyObject_Not(item) ? Inner(none) : none;
}

bool both(PyObject *dict) {
  PyObject *value = PyDict_GetItemString(dict, "value"); // warn: borrowed from 'dict'
  return value and PyObject_IsTrue(value);
}
