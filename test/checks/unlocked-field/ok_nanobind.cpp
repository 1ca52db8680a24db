// requires: nanobind
#include <nanobind/nanobind.h>
#include <vector>

namespace nb = nanobind;

// Each call holds the critical section of the object.
class Stack {
public:
  void push(int value) { data.push_back(value); }
  size_t size() const { return data.size(); }

private:
  std::vector<int> data;
};

NB_MODULE(demo, m) {
  nb::class_<Stack>(m, "Stack")
      .def(nb::init<>())
      .def("push", &Stack::push, nb::lock_self())
      .def("__len__", &Stack::size, nb::lock_self());
}
