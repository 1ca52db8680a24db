#include <Python.h>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

static std::mutex mu;
static std::condition_variable changed;
static bool ready;

PyObject *wait_for_it(PyObject *, PyObject *) {
  std::unique_lock<std::mutex> guard(mu);
  changed.wait(guard, [] { return ready; }); // warn: 'wait' waits for another thread while attached // no fix: the wait takes its lock back
  Py_RETURN_NONE;
}

PyObject *join(PyObject *, std::thread &worker) {
  worker.join(); // warn: 'join' waits for another thread while attached // no fix: an exception may leave the function before the release
  Py_RETURN_NONE;
}

PyObject *result(PyObject *, std::future<int> &f) {
  int n = f.get(); // warn: 'get' waits for another thread while attached // no fix: the call is part of a larger statement
  return PyLong_FromLong(n);
}

namespace pybind11 {
struct gil_scoped_release {
  gil_scoped_release();
  ~gil_scoped_release();
};
} // namespace pybind11

PyObject *detached(PyObject *, std::thread &worker) {
  {
    pybind11::gil_scoped_release release;
    worker.join();
  }
  Py_RETURN_NONE;
}
