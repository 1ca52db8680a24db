// requires: pybind11
#include <pybind11/pybind11.h>

namespace py = pybind11;

static void fill(py::list l) {
  py::gil_scoped_release nogil;
  l.append(1); // warn: 'append' is used while the thread is detached // no fix:
}

static int first(py::list l) {
  py::gil_scoped_release nogil;
  py::object item = l[0]; // warn: is used while the thread is detached // no fix:
  return 0;
}

// The library detaches before the call.
static void show(int n) {
  py::print("n"); // warn: is used while the thread is detached // no fix:
}

PYBIND11_MODULE(demo, m) {
  m.def("fill", &fill);
  m.def("first", &first);
  m.def("show", &show, py::call_guard<py::gil_scoped_release>());
  m.def("set", [](py::object o, int n) {
    py::gil_scoped_release nogil;
    o.attr("n") = n; // warn: is used while the thread is detached // no fix:
  });
}
