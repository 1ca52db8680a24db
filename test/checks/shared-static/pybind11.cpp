// requires: pybind11
#include <map>
#include <pybind11/pybind11.h>
#include <string>
#include <vector>

namespace py = pybind11;

static std::map<std::string, int> registry; // warn: 'registry' is changed by 'put' without a lock // no fix: it needs a lock

static void put(const std::string &key, int value) { registry[key] = value; }
static int get(const std::string &key) { return registry.at(key); }

static py::object callback; // warn: 'callback' is changed by 'set_callback' without a lock // no fix: it needs a lock

static void set_callback(py::object f) { callback = f; }
static void call() { callback(); }

// A lambda has the name that Python calls it by.
static std::vector<int> values; // warn: 'values' is changed by 'add' without a lock // no fix: it needs a lock

class Config {
public:
  static int level;
  static std::vector<std::string> paths;
};
int Config::level = 0; // warn: 'level' is set by 'set_level' for all threads // no fix: the variable is declared in more than one place
std::vector<std::string> Config::paths; // warn: 'paths' is changed by 'add_path' without a lock // no fix: it needs a lock

PYBIND11_MODULE(demo, m) {
  m.def("put", &put);
  m.def("get", &get);
  m.def("set_callback", &set_callback);
  m.def("call", &call);
  m.def("add", [](int value) { values.push_back(value); });
  m.def("count", [] { return values.size(); });
  py::class_<Config>(m, "Config")
      .def_static("set_level", [](int level) { Config::level = level; })
      .def_static("level", [] { return Config::level; })
      .def_static("add_path",
                  [](const std::string &path) { Config::paths.push_back(path); })
      .def_static("paths", [] { return Config::paths.size(); });
}
