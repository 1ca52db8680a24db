// requires: nanobind
#include <map>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <string>

namespace nb = nanobind;

static std::map<std::string, int> registry; // warn: 'registry' is changed by 'put' without a lock // no fix: it needs a lock

static nb::object callback; // warn: 'callback' is changed by 'set_callback' without a lock // no fix: it needs a lock

NB_MODULE(demo, m) {
  m.def("put", [](const std::string &key, int value) { registry[key] = value; });
  m.def("get", [](const std::string &key) { return registry.at(key); });
  m.def("set_callback", [](nb::object f) { callback = f; });
  m.def("call", [] { callback(); });
}
