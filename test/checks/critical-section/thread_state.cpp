#include <Python.h>

namespace nanobind {
struct handle {
  handle(PyObject *) {}
};
struct ft_object_guard {
  explicit ft_object_guard(handle) {}
  ~ft_object_guard() {}
};
} // namespace nanobind

void called_back(PyObject *list, PyObject *item) {
  PyGILState_STATE state = PyGILState_Ensure();
  nanobind::ft_object_guard guard(list); // warn: 'guard' ends its critical section after 'PyGILState_Release' has given up the thread state // review: the section ends earlier
  PyList_Append(list, item);
  PyGILState_Release(state); // note: the thread state is given up here
}

Py_ssize_t used_after(PyObject *list) {
  PyGILState_STATE state = PyGILState_Ensure();
  nanobind::ft_object_guard guard(list); // warn: 'guard' ends its critical section after // no fix: the declaration declares several variables
  Py_ssize_t size = PyList_GET_SIZE(list);
  PyGILState_Release(state);
  return size;
}
