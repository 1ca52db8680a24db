// requires: nanobind
#include <nanobind/nanobind.h>

namespace nb = nanobind;

// The library's iterators take the lock.
static int total(nb::dict d) {
  int n = 0;
  for (auto item : d)
    n += nb::cast<int>(item.second);
  return n;
}

static int sum(nb::list l) {
  int n = 0;
  for (auto item : l)
    n += nb::cast<int>(item);
  return n;
}

NB_MODULE(demo, m) {
  m.def("total", &total);
  m.def("sum", &sum);
}
