// modes: gil
// headers: mock
#include <pybind11/pybind11.h>

PYBIND11_MODULE(example, m) { // warn: does not declare
  (void)m;
}
