#include <Python.h>

namespace pybind11 {
struct handle {
  handle(PyObject * = nullptr) {}
};
struct scoped_critical_section {
  explicit scoped_critical_section(handle, handle = handle()) {}
  ~scoped_critical_section() {}
};
} // namespace pybind11

// An object ends its section on every way out.
int held_by_an_object(PyObject *list) {
  pybind11::scoped_critical_section guard(list);
  if (PyList_GET_SIZE(list) > 3)
    return 1;
  return 0;
}

int in_a_lambda(PyObject *list) {
  int result;
  Py_BEGIN_CRITICAL_SECTION(list);
  auto size = [](PyObject *of) { return PyList_GET_SIZE(of) > 0 ? 1 : 0; };
  result = size(list);
  Py_END_CRITICAL_SECTION();
  return result;
}

int caught(PyObject *list) {
  int result = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  try {
    if (PyList_GET_SIZE(list) > 3)
      throw 1;
  } catch (int number) {
    result = number;
  }
  Py_END_CRITICAL_SECTION();
  return result;
}

void released_before(PyObject *list, PyObject *item) {
  PyGILState_STATE state = PyGILState_Ensure();
  {
    pybind11::scoped_critical_section guard(list);
    PyList_Append(list, item);
  }
  PyGILState_Release(state);
}
