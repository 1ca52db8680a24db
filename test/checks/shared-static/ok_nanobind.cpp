// requires: nanobind
#include <map>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <string>

namespace nb = nanobind;

// The library's own mutex.
static nb::ft_mutex lock;
static std::map<std::string, int> guarded;

// Filled while the module is initialised.
static std::map<std::string, int> names;

static void add_shapes(nb::module_ &m) {
  names["square"] = 4;
  m.def("edges", [](const std::string &shape) { return names.at(shape); });
}

NB_MODULE(demo, m) {
  add_shapes(m);
  m.def("put", [](const std::string &key, int value) {
    nb::ft_lock_guard hold(lock);
    guarded[key] = value;
  });
  m.def("get", [](const std::string &key) {
    nb::ft_lock_guard hold(lock);
    return guarded.at(key);
  });
}
