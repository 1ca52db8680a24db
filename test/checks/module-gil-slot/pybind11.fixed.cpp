// modes: gil
// headers: mock
#include <pybind11/pybind11.h>

PYBIND11_MODULE(example, m, pybind11::mod_gil_not_used(false)) { // warn: does not declare
  (void)m;
}
