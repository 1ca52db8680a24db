// requires: pybind11
#include <pybind11/pybind11.h>
#if __has_include(<pybind11/critical_section.h>)
#include <pybind11/critical_section.h>
#endif

namespace py = pybind11;

// Nobody can change a tuple.
static int sum(py::tuple t) {
  int n = 0;
  for (auto item : t)
    n += item.cast<int>();
  return n;
}

// Made by the interpreter for this call.
static int options(py::args args, py::kwargs kwargs) {
  int n = 0;
  for (auto item : args)
    n += item.cast<int>();
  for (auto item : kwargs)
    n += item.second.cast<int>();
  return n;
}

// Any iterable: the iterator of Python has its own lock.
static int any(py::iterable values) {
  int n = 0;
  for (auto item : values)
    n += item.cast<int>();
  return n;
}

// Made here.
static int own() {
  py::list values;
  values.append(1);
  int n = 0;
  for (auto item : values)
    n += item.cast<int>();
  return n;
}

// Made by the only caller.
static int count(const py::list &l) {
  int n = 0;
  for (auto item : l)
    n += py::isinstance<py::str>(item);
  return n;
}
static int made() {
  py::list values;
  values.append("a");
  return count(values);
}

#if __has_include(<pybind11/critical_section.h>)
static int locked(py::dict d) {
  int n = 0;
  py::scoped_critical_section section(d);
  for (auto item : d)
    n += item.second.cast<int>();
  return n;
}
#endif

PYBIND11_MODULE(demo, m) {
  m.def("sum", &sum);
  m.def("options", &options);
  m.def("any", &any);
  m.def("own", &own);
  m.def("made", &made);
#if __has_include(<pybind11/critical_section.h>)
  m.def("locked", &locked);
#endif
}
