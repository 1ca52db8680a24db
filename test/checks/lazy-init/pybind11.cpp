// requires: pybind11
#include <pybind11/pybind11.h>

namespace py = pybind11;

static py::object decimal() {
  static py::object type = py::module_::import("decimal").attr("Decimal"); // warn: the initialiser of the static 'type' runs Python code // no fix: an initialiser of this type // note: its destructor releases the object after the interpreter is gone
  return type;
}

// No Python object stays, but importing takes its time.
static int width() {
  static int columns = py::module_::import("settings").attr("width").cast<int>(); // warn: the initialiser of the static 'columns' runs Python code // no fix: an initialiser of this type
  return columns;
}

// A leaked object has no destructor to run late; the deadlock is the same.
static py::object &kept() {
  static auto *object = new py::object(py::module_::import("json")); // warn: the initialiser of the static 'object' runs Python code // no fix: an initialiser of this type
  return *object;
}

static py::object loaded;

static py::object json() {
  if (!loaded) // warn: 'loaded' is filled on first use // no fix:
    loaded = py::module_::import("json");
  return loaded;
}

PYBIND11_MODULE(demo, m) {
  m.def("decimal", &decimal);
  m.def("width", &width);
  m.def("kept", [] { return kept(); });
  m.def("json", &json);
  m.def("color", [] {
    static py::str name = py::module_::import("colors").attr("name"); // warn: the initialiser of the static 'name' runs Python code // no fix: an initialiser of this type // note: its destructor releases
    return name;
  });
}
