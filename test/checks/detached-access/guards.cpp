#include <Python.h>
#include <vector>

namespace pybind11 {
struct gil_scoped_release {
  gil_scoped_release();
  ~gil_scoped_release();
};
struct gil_scoped_acquire {
  gil_scoped_acquire();
  ~gil_scoped_acquire();
};
} // namespace pybind11

static std::vector<int> seen;

PyObject *work(PyObject *callback, int n) {
  {
    pybind11::gil_scoped_release release; // note: the thread is detached here
    for (int i = 0; i < n; i++)
      Py_INCREF(callback); // warn: 'Py_INCREF' is used while the thread is detached // no fix: the thread would have to be attached here
    {
      pybind11::gil_scoped_acquire acquire;
      Py_DECREF(callback);
    }
  }
  return Py_NewRef(callback);
}

void from_native(int v) {
  pybind11::gil_scoped_acquire acquire; // warn: is all that keeps other threads away from 'seen' // no fix: it needs a lock
  seen.push_back(v); // note: 'seen' is changed here
}
