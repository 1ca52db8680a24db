// modes: gil
// headers: mock
// args: -DPYBIND11_MOCK_OLD
#include <pybind11/pybind11.h>

PYBIND11_MODULE(example, m) { // warn: does not declare // no fix: this release of the binding library cannot say it
  (void)m;
}
