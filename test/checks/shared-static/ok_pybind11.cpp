// requires: pybind11
#include <atomic>
#include <map>
#include <mutex>
#include <pybind11/pybind11.h>
#include <string>

namespace py = pybind11;

// A lock of its own.
static std::mutex lock;
static std::map<std::string, int> guarded;

static void put(const std::string &key, int value) {
  std::lock_guard<std::mutex> hold(lock);
  guarded[key] = value;
}
static int get(const std::string &key) {
  std::lock_guard<std::mutex> hold(lock);
  return guarded.at(key);
}

static std::atomic<int> calls{0};

// What registers is part of the initialisation, whatever it is called.
static std::map<std::string, int> names;

static void add_shapes(py::module_ &m) {
  names["square"] = 4;
  m.def("edges", [](const std::string &shape) { return names.at(shape); });
}

// So is what makes a class.
static int classes = 0;

void shapes(py::module_ m) {
  ++classes;
  py::class_<std::mutex>(m, "Mutex").def(py::init<>());
}

PYBIND11_MODULE(demo, m) {
  names["triangle"] = 3;
  add_shapes(m);
  shapes(m);
  m.def("put", &put);
  m.def("get", &get);
  m.def("count", [] { return ++calls; });
  m.def("classes", [] { return classes; });
}
