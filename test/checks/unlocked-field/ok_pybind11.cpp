// requires: pybind11
#include <atomic>
#include <mutex>
#include <pybind11/pybind11.h>
#include <vector>

namespace py = pybind11;

// A mutex of its own.
class Guarded {
public:
  void push(int value) {
    std::lock_guard<std::mutex> hold(lock);
    data.push_back(value);
  }
  size_t size() const {
    std::lock_guard<std::mutex> hold(lock);
    return data.size();
  }

private:
  mutable std::mutex lock;
  std::vector<int> data;
};

// Filled by its constructor, and only read afterwards.
class Table {
public:
  explicit Table(size_t n) {
    for (size_t i = 0; i < n; ++i)
      add(i);
  }
  size_t at(size_t i) const { return data.at(i); }

private:
  void add(size_t i) { data.push_back(i * i); }
  std::vector<size_t> data;
};

class Counter {
public:
  void step() { ++value; }
  int read() const { return value; }

private:
  std::atomic<int> value{0};
};

// Python never gets one: who has it made it.
class Parser {
public:
  void feed(char c) { seen.push_back(c); }
  size_t length() const { return seen.size(); }

private:
  std::vector<char> seen;
};

static size_t parse(const char *text) {
  Parser parser;
  for (; *text; ++text)
    parser.feed(*text);
  return parser.length();
}

PYBIND11_MODULE(demo, m) {
  py::class_<Guarded>(m, "Guarded")
      .def(py::init<>())
      .def("push", &Guarded::push)
      .def("__len__", &Guarded::size);
  py::class_<Table>(m, "Table")
      .def(py::init<size_t>())
      .def("__getitem__", &Table::at);
  py::class_<Counter>(m, "Counter")
      .def(py::init<>())
      .def("step", &Counter::step)
      .def("read", &Counter::read);
  m.def("parse", &parse);
}
