// requires: pybind11/gil_safe_call_once.h
// Static locals that hold a handle: the guard is waited for attached.
#include <pybind11/gil_safe_call_once.h>
#include <pybind11/pybind11.h>

namespace py = pybind11;

static py::object stored(py::object maker) {
  static py::object object = maker();
  return object;
}

#if PYBIND11_VERSION_HEX >= 0x020D0000
PYBIND11_MODULE(stored_once, m, py::mod_gil_not_used()) {
#else
PYBIND11_MODULE(stored_once, m) {
#endif
  m.def("stored", &stored);
}
