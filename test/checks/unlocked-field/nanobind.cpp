// requires: nanobind
#include <nanobind/nanobind.h>
#include <vector>

namespace nb = nanobind;

class Stack {
public:
  void push(int value) {
    data.push_back(value); // warn: 'data' of 'this' changes with no lock // no fix: it needs a lock
  }
  // Bound with the lock of the object: this one does its part.
  void clear() { data.clear(); }
  size_t size() const {
    return data.size(); // warn: 'data' of 'this' is read with no lock // no fix: it needs a lock
  }

private:
  std::vector<int> data;
};

NB_MODULE(demo, m) {
  nb::class_<Stack>(m, "Stack")
      .def(nb::init<>())
      .def("push", &Stack::push)
      .def("clear", &Stack::clear, nb::lock_self())
      .def("__len__", &Stack::size);
}
