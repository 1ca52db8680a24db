// requires: pybind11
#include <pybind11/pybind11.h>
#include <string>
#include <vector>

namespace py = pybind11;

static long work(const std::vector<char> &data) {
  long n = 0;
  for (char c : data)
    n += c;
  return n;
}

// Before and after, not meanwhile.
static py::object around(py::list l) {
  py::object first = l[0];
  std::vector<char> data(l.size());
  long n;
  {
    py::gil_scoped_release nogil;
    n = work(data);
  }
  l.append(n);
  return first;
}

// Attached again for the object.
static void report(py::object f) {
  py::gil_scoped_release nogil;
  std::vector<char> data(10);
  long n = work(data);
  py::gil_scoped_acquire gil;
  f(n);
}

// A memory of Python's, which a view keeps where it is.
static long view(py::buffer b) {
  py::buffer_info info = b.request();
  const char *at = static_cast<const char *>(info.ptr);
  py::gil_scoped_release nogil;
  long n = 0;
  for (py::ssize_t i = 0; i < info.size; ++i)
    n += at[i];
  return n;
}

PYBIND11_MODULE(demo, m) {
  m.def("around", &around);
  m.def("report", &report);
  m.def("view", &view);
  m.def("native", [](int n) { return work(std::vector<char>(n)); },
        py::call_guard<py::gil_scoped_release>());
}
