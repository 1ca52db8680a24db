#include <Python.h>

struct view {
  const char *text = nullptr;
  view &operator=(const char *other) noexcept {
    text = other;
    return *this;
  }
  void set(const char *other) noexcept { text = other; }
};
void use(const char *text) noexcept;

// What an object was given it may point to.
int assigned(PyObject *dict, PyObject *key) noexcept {
  view v;
  PyObject *name = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (name == nullptr)
    return -1;
  v = PyUnicode_AsUTF8(name);
  use(v.text);
  return 0;
}

int set(PyObject *dict, PyObject *key) noexcept {
  view v;
  PyObject *name = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (name == nullptr)
    return -1;
  v.set(PyUnicode_AsUTF8(name));
  use(v.text);
  return 0;
}
