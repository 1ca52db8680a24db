#include <Python.h>
#include <vector>

namespace nanobind {
struct gil_scoped_acquire {
  gil_scoped_acquire();
  ~gil_scoped_acquire();
};
} // namespace nanobind

// With the GIL nothing is left of the lock but its name.
struct lock_internals {
  lock_internals(int) {}
};
static std::vector<int> buffer;

void fill(int v) {
  nanobind::gil_scoped_acquire acquire;
  lock_internals guard(1);
  buffer.push_back(v);
}
