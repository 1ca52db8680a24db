#include <Python.h>
#include <mutex>
#include <thread>

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

static std::mutex mu;
static int n;
static PyObject *callback;

// Detached first, attached again when the lock is gone.
PyObject *right_order(PyObject *, PyObject *) {
  pybind11::gil_scoped_release release;
  std::lock_guard<std::mutex> guard(mu);
  n++;
  return nullptr;
}

// The lock is given back before the thread attaches.
void start() {
  std::thread([] {
    {
      std::lock_guard<std::mutex> guard(mu);
      n++;
    }
    pybind11::gil_scoped_acquire acquire;
    Py_XDECREF(PyObject_CallNoArgs(callback));
  }).detach();
}

PyObject *count(PyObject *, PyObject *) {
  std::lock_guard<std::mutex> guard(mu);
  n++;
  Py_RETURN_NONE;
}
