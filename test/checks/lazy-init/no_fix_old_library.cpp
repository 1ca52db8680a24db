// headers: mock
// args: -DPYBIND11_MOCK_OLD
#include <pybind11/pybind11.h>

namespace py = pybind11;

py::object json() {
    static py::object module = py::module_::import("json"); // warn: the initialiser of the static 'module' runs Python code // no fix: an initialiser of this type has no replacement that is surely right
    return module;
}
