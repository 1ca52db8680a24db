// requires: pybind11
#include <mutex>
#include <pybind11/pybind11.h>

namespace py = pybind11;

// Python runs under the lock, and who waits for it is attached.
static std::mutex called;

static void notify(py::object f) {
  std::lock_guard<std::mutex> hold(called); // warn: waits for 'called' while attached // no fix:
  f();
}

// The thread that has the lock waits for the GIL, and the other way round.
static std::mutex logged;

static void log_native() {
  std::lock_guard<std::mutex> hold(logged);
  py::gil_scoped_acquire gil;
  py::print("message");
}

static void log_attached(int) {
  std::lock_guard<std::mutex> hold(logged); // warn: waits for 'logged' while attached // no fix:
}

// The function that runs once imports.
static std::once_flag once;

static void prepare(int) {
  std::call_once(once, [] { py::module_::import("json"); }); // warn: 'call_once' waits while attached // no fix:
}

PYBIND11_MODULE(demo, m) {
  m.def("notify", &notify);
  m.def("log", &log_attached);
  m.def("run", &log_native, py::call_guard<py::gil_scoped_release>());
  m.def("prepare", &prepare);
}
