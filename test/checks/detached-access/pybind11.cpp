// requires: pybind11
// modes: gil
#include <pybind11/pybind11.h>
namespace py = pybind11;

double sum(py::list values) {
  double result = 0;
  py::gil_scoped_release release; // note: detached here
  for (int i = 0; i < 10; ++i)
    result += values[i].cast<double>(); // warn: is used while the thread is detached // no fix: the thread would have to be attached here
  return result;
}

double copied(py::object o) {
  py::gil_scoped_release release; // note: detached here
  py::object copy = o; // warn: is used while the thread is detached // no fix: the thread would have to be attached here
  return 1;
}

double attachedAgain(py::object o) {
  double result = 0;
  py::gil_scoped_release release;
  result += 1;
  {
    py::gil_scoped_acquire acquire;
    o("x");
  }
  return result;
}
