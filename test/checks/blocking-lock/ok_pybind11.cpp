// requires: pybind11
#include <mutex>
#include <pybind11/pybind11.h>

namespace py = pybind11;

// Waits detached: the library detaches before each call.
static std::mutex called;

static void notify(int) {
  std::lock_guard<std::mutex> hold(called);
  py::gil_scoped_acquire gil;
  py::print("message");
}

// Nothing of Python happens under it.
static std::mutex counted;
static int count = 0;

static void step(int n) {
  std::lock_guard<std::mutex> hold(counted);
  count += n;
}

// Detached around the wait.
static std::mutex logged;

static void log(py::object f) {
  py::gil_scoped_release nogil;
  std::lock_guard<std::mutex> hold(logged);
  py::gil_scoped_acquire gil;
  f();
}

PYBIND11_MODULE(demo, m) {
  m.def("notify", &notify, py::call_guard<py::gil_scoped_release>());
  m.def("step", &step);
  m.def("log", &log);
}
