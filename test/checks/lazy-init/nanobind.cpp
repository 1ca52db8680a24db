// requires: nanobind
#include <nanobind/nanobind.h>

namespace nb = nanobind;

static nb::object decimal() {
  static nb::object type = nb::module_::import_("decimal").attr("Decimal"); // warn: the initialiser of the static 'type' runs Python code // no fix: an initialiser of this type // note: its destructor releases
  return type;
}

static nb::object loaded;

NB_MODULE(demo, m) {
  m.def("decimal", &decimal);
  m.def("json", [] {
    if (!loaded.is_valid()) // warn: 'loaded' is filled on first use // no fix:
      loaded = nb::module_::import_("json");
    return loaded;
  });
}
