#include <nanobind/nanobind.h>

// The build declares it: nanobind_add_module(... FREE_THREADED).
NB_MODULE(example, m) {
  (void)m;
}
