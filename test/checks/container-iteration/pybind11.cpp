// requires: pybind11
#include <pybind11/pybind11.h>

namespace py = pybind11;

static int total(py::dict d) {
  int n = 0;
  for (auto item : d) // warn: the loop walks 'd' with 'PyDict_Next' and holds no lock // no fix: it needs a lock
    n += item.second.cast<int>();
  return n;
}

static int sum(const py::list &l) {
  int n = 0;
  for (auto item : l) // warn: the loop walks 'l' with 'PySequence_Fast_ITEMS' and holds no lock // no fix: it needs a lock
    n += item.cast<int>();
  return n;
}

// Its only caller has it from Python.
static int count(py::list l) {
  int n = 0;
  for (auto item : l) // warn: the loop walks 'l' // no fix: it needs a lock
    n += py::isinstance<py::str>(item);
  return n;
}

struct Holder {
  py::dict values;
};

static py::list all;

PYBIND11_MODULE(demo, m) {
  m.def("total", &total);
  m.def("sum", &sum);
  m.def("count", [](py::list l) { return count(l); });
  py::class_<Holder>(m, "Holder").def("total", [](const Holder &self) {
    int n = 0;
    for (auto item : self.values) // warn: the loop walks 'self.values' // no fix: it needs a lock
      n += item.second.cast<int>();
    return n;
  });
  m.def("all", [] {
    int n = 0;
    for (auto item : all) // warn: the loop walks 'all' // no fix: it needs a lock
      n += item.cast<int>();
    return n;
  });
}
