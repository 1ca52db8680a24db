// requires: pybind11
#include <pybind11/pybind11.h>
#if __has_include(<pybind11/gil_safe_call_once.h>)
#include <pybind11/gil_safe_call_once.h>
#endif
#include <string>

namespace py = pybind11;

#ifdef PYBIND11_CONSTINIT
// The library's own way.
static py::object decimal() {
  PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> type;
  return type
      .call_once_and_store_result(
          [] { return py::module_::import("decimal").attr("Decimal"); })
      .get_stored();
}
#endif

// No Python runs in it.
static const std::string &greeting() {
  static const std::string text = "hello";
  return text;
}

// Filled while the module is initialised, and only read afterwards.
static py::object made;

static void prepare(py::module_ &m) {
  static py::object base = py::module_::import("collections");
  made = base;
  m.attr("base") = base;
}

PYBIND11_MODULE(demo, m) {
  prepare(m);
#ifdef PYBIND11_CONSTINIT
  m.def("decimal", &decimal);
#endif
  m.def("greeting", &greeting);
  m.def("made", [] { return made; });
}
