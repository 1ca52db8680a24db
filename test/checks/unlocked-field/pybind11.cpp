// requires: pybind11
#include <map>
#include <pybind11/pybind11.h>
#include <string>
#include <vector>

namespace py = pybind11;

class Stack {
public:
  void push(int value) {
    data.push_back(value); // warn: 'data' of 'this' changes with no lock // no fix: it needs a lock
  }
  int pop() {
    int value = data.back(); // warn: 'data' of 'this' changes with no lock // no fix: it needs a lock
    data.pop_back();
    return value;
  }
  size_t size() const {
    return data.size(); // warn: 'data' of 'this' is read with no lock // no fix: it needs a lock
  }

  std::map<std::string, int> names;

private:
  std::vector<int> data;
};

// Memory that one method frees and another one uses.
class Buffer {
public:
  explicit Buffer(size_t n) : bytes(new char[n]) {}
  ~Buffer() { delete[] bytes; }
  void resize(size_t n) {
    delete[] bytes; // warn: the memory of 'this->bytes' is freed or moved with no lock // no fix: it needs a lock
    bytes = new char[n];
  }
  char first() const {
    return bytes[0]; // warn: the memory of 'this->bytes' is used with no lock // no fix: it needs a lock
  }

private:
  char *bytes;
};

PYBIND11_MODULE(demo, m) {
  py::class_<Stack>(m, "Stack")
      .def(py::init<>())
      .def("push", &Stack::push)
      .def("pop", &Stack::pop)
      .def("__len__", &Stack::size)
      .def("name",
           [](Stack &self, const std::string &name, int at) {
             self.names[name] = at; // warn: 'names' of 'self' changes with no lock // no fix: it needs a lock
           })
      .def("find", [](const Stack &self, const std::string &name) {
        return self.names.at(name); // warn: 'names' of 'self' is read with no lock // no fix: it needs a lock
      });
  py::class_<Buffer>(m, "Buffer")
      .def(py::init<size_t>())
      .def("resize", &Buffer::resize)
      .def("first", &Buffer::first);
}
